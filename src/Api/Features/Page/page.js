// The page works without this. It makes copying an address, choosing a filter and getting to the search quicker.
'use strict';

const form = document.getElementById('ask');
const said = document.getElementById('said');

// What nobody filled in does not belong in the address.
form?.addEventListener('submit', () => {
  const empty = [...form.elements].filter(field => field.name && !field.value);
  empty.forEach(field => { field.disabled = true; });
  setTimeout(() => empty.forEach(field => { field.disabled = false; })); // For when the reader comes back.
});

// A choice made with the pointer is asked for at once; with the keyboard, one may still be on the way through the choices.
let byKeyboard = false;
addEventListener('keydown', () => { byKeyboard = true; }, true);
addEventListener('pointerdown', () => { byKeyboard = false; }, true);
for (const select of document.querySelectorAll('.browse select')) {
  select.addEventListener('change', () => {
    if (byKeyboard) return;
    if (select.name === 'resource') form.elements.kind?.setAttribute('disabled', ''); // Kinds are those of one resource.
    form.requestSubmit();
  });
}

// Enter in a date, and / from anywhere.
addEventListener('keydown', event => {
  const typing = event.target.closest('input, select, textarea');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.getElementById('q').select();
    document.getElementById('q').focus();
  }
});

if (navigator.clipboard) {
  for (const link of document.querySelectorAll('a[data-copy]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'copy';
    button.setAttribute('aria-label', `Copy the address of ${link.textContent}`);
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(link.href);
      said.textContent = `Copied: ${link.textContent}`;
      setTimeout(() => { said.textContent = ''; }, 3000);
    });
    link.after(button);
  }
}
