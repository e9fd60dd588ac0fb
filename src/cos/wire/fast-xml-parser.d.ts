/** The parser without the writer and the validator that come with it. */
declare module 'fast-xml-parser/src/xmlparser/OptionsBuilder.js' {
  import type {X2jOptions} from 'fast-xml-parser';
  const builder: {buildOptions(options: X2jOptions): Required<X2jOptions>};
  export default builder;
}
declare module 'fast-xml-parser/src/xmlparser/OrderedObjParser.js' {
  import type {X2jOptions} from 'fast-xml-parser';
  /** Each reads one document. */
  export default class OrderedObjParser {
    constructor(options: Required<X2jOptions>);
    parseXml(document: string): unknown;
  }
}
declare module 'fast-xml-parser/src/xmlparser/node2json.js' {
  import type {X2jOptions} from 'fast-xml-parser';
  const tree: {prettify(tree: unknown, options: Required<X2jOptions>): never};
  export default tree;
}
