// Loaded with the first answer that is more than headers. The package's index would bring its writer too. Version 4 is kept beside
// version 5, which is twice as large.
import XMLParser from 'fast-xml-parser/src/xmlparser/XMLParser.js';
import XMLValidator from 'fast-xml-parser/src/validator.js';
import {decodeEntities, type XmlElement} from './xml.js';

const parser = new XMLParser({
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

/** The root by its name; undefined for what is no XML or breaks off. */
export function parseXml(text: string): XmlElement | undefined {
  const document = text.trim();
  // The parser closes by itself what is left open. A bare & is text, as it is for decodeEntities.
  if (XMLValidator.validate(document.replaceAll('&', '')) !== true) return undefined;
  try {
    return parser.parse(document) as XmlElement;
  } catch {
    return undefined;
  }
}
