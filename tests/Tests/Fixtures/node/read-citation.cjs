// Reads the citation in a file by citation.js, and writes its entries as CSL-JSON. The first argument is the type that the text has.
const { readFileSync } = require('fs');
const { Cite } = require('@citation-js/core');
require('@citation-js/plugin-bibtex');
require('@citation-js/plugin-ris');

const [, , forceType, file] = process.argv;
const { data } = new Cite(readFileSync(file, 'utf8'), { forceType });
console.log(JSON.stringify(data.map(({ _graph, ...item }) => item)));
