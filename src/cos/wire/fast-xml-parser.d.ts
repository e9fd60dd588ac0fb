/** The parser without the writer that comes with it. */
declare module 'fast-xml-parser/src/xmlparser/XMLParser.js' {
  export {XMLParser as default} from 'fast-xml-parser';
}
declare module 'fast-xml-parser/src/validator.js' {
  export {XMLValidator as default} from 'fast-xml-parser';
}
