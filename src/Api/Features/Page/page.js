// The page works without this. It makes copying an address, choosing a filter and reaching the search faster.
'use strict';

const form = document.getElementById('ask');
const said = document.getElementById('said');

// Empty fields do not belong in the address.
form?.addEventListener('submit', () => {
  const empty = [...form.elements].filter(field => field.name && !field.value);
  empty.forEach(field => { field.disabled = true; });
  setTimeout(() => empty.forEach(field => { field.disabled = false; })); // The reader may come back.
});

// A choice with the pointer is submitted at once. With the keyboard, it may only be a step to another choice.
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
