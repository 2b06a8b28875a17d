// Reads Arrow IPC streams by Arrow's own JavaScript library. A request's path is the address of a stream, and its answer is lines of
// JSON: first the stream's description of itself, then a line per record.
const http = require('node:http');
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

async function read(address) {
  const reader = await RecordBatchReader.from(fetch(address));
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
  return [JSON.stringify({
    batches,
    metadata: Object.fromEntries(schema.metadata),
    fields: schema.fields.map(field => ({ name: field.name, type: String(field.type), nullable: field.nullable, description: field.metadata.get('description') })),
  }), ...lines].join('\n');
}

const server = http.createServer(async (request, response) => {
  try {
    response.end(await read(decodeURIComponent(request.url.slice(1))));
  } catch (error) {
    response.statusCode = 500;
    response.end(String(error));
  }
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));
