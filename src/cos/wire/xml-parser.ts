// A module of its own, so that a bundler drops what is not used of the package although it is loaded on demand.
export {XMLParser} from 'fast-xml-parser';
