// Reads the Arrow IPC stream at an address by Arrow's own JavaScript library, and writes it as lines of JSON: first what the
// stream says of itself, then a line per record.
const { RecordBatchReader, Type } = require('apache-arrow');

const pad = (number, length) => String(number).padStart(length, '0');

// The words of a 128-bit number, the lowest first; written exactly, as no JavaScript number could be.
function decimal(words, scale) {
  const bits = [...words].reduceRight((sum, word) => (sum << 32n) | BigInt(word >>> 0), 0n);
  const number = BigInt.asIntN(128, bits);
  const digits = pad(number < 0n ? -number : number, scale + 1);
  return `${number < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function json(type, value) {
  if (value === null || value === undefined) return 'null';
  switch (type.typeId) {
    case Type.Decimal: return decimal(value, type.scale);
    case Type.Date: { const day = new Date(Number(value)); return `"${pad(day.getUTCFullYear(), 4)}-${pad(day.getUTCMonth() + 1, 2)}-${pad(day.getUTCDate(), 2)}"`; }
    case Type.List: return `[${Array.from({ length: value.length }, (_, i) => json(type.children[0].type, value.get(i))).join()}]`;
    case Type.Struct: return object(type.children, name => value[name]);
    default: return JSON.stringify(value);
  }
}

const object = (fields, value) => `{${fields.map(field => `${JSON.stringify(field.name)}:${json(field.type, value(field.name))}`).join()}}`;

async function main() {
  const reader = await RecordBatchReader.from(fetch(process.argv[2]));
  await reader.open();
  const { schema } = reader; // It is gone when all is read.
  const lines = [];
  let batches = 0;
  for await (const batch of reader) {
    batches++;
    for (let i = 0; i < batch.numRows; i++) {
      lines.push(object(schema.fields, name => batch.getChild(name).get(i)));
    }
  }
  console.log(JSON.stringify({
    batches,
    metadata: Object.fromEntries(schema.metadata),
    fields: schema.fields.map(field => ({ name: field.name, type: String(field.type), nullable: field.nullable, description: field.metadata.get('description') })),
  }));
  if (lines.length > 0) console.log(lines.join('\n'));
}

main();
