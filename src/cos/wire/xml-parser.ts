// Loaded with the first answer that is more than headers. The package's index would bring its writer and its validator too. Version 4 is
// kept beside version 5, which is twice as large.
import tree from 'fast-xml-parser/src/xmlparser/node2json.js';
import builder from 'fast-xml-parser/src/xmlparser/OptionsBuilder.js';
import OrderedObjParser from 'fast-xml-parser/src/xmlparser/OrderedObjParser.js';
import {decodeEntities, type XmlElement} from './xml.js';

const options = builder.buildOptions({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  // Numbers and dates are for the caller.
  parseTagValue: false,
  // Keys may begin and end with spaces.
  trimValues: false,
  // No entity of a document's own is ever expanded; XML's five and numeric references are read by decodeEntities.
  processEntities: false,
  tagValueProcessor: (_name, value) => decodeEntities(value),
});

/** What a document consists of: comments and the like, tags, and text. One with a document type is none of COS's. */
const pieces =
  /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<(\/?)([A-Za-z_][\w.:-]*)(?:\s[^<>]*?)?(\/?)>|([^<]+)/gy;

/** Whether there is one root, each tag is closed by its own, and nothing else is there. The parser closes by itself what is left open. */
function isWhole(document: string): boolean {
  const open: string[] = [];
  let roots = 0;
  let end = 0;
  for (const [piece, closes, name, empty, text = ''] of document.matchAll(pieces)) {
    end += piece.length;
    if (open.length === 0) {
      if (text.trim()) return false;
      if (name) roots++;
    }
    if (closes && open.pop() !== name) return false;
    if (name && !closes && !empty) open.push(name);
  }
  return roots === 1 && open.length === 0 && end === document.length;
}

/** The root by its name; undefined for what is no XML or breaks off. */
export function parseXml(text: string): XmlElement | undefined {
  const document = text.trim();
  if (!isWhole(document)) return undefined;
  try {
    return tree.prettify(new OrderedObjParser(options).parseXml(document), options);
  } catch {
    return undefined;
  }
}
