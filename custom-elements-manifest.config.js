/** The analyser reads src; what is published is dist. */
const published = (path) => path.replace(/^\/?src\//, 'dist/').replace(/\.ts$/, '.js');

/** Replaces every path to a source, wherever in the manifest it stands. */
function publishPaths(node) {
  for (const [name, value] of Object.entries(node)) {
    if (typeof value === 'object' && value) publishPaths(value);
    else if (['path', 'module'].includes(name)) node[name] = published(value);
  }
}

const doors = ['src/define.ts', 'src/element.ts', 'src/define-parts.ts', 'src/parts.ts'];

/** What only the browser calls, and members that are not public. */
const isInternal = ({name, privacy}) =>
  name.startsWith('#') || (privacy ?? 'public') !== 'public' || /^formAssociated$|Callback$/.test(name);

/** What CosUploaderAttributes makes of the name of a property, where that says nothing of its attribute. */
const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const forConsumers = {
  name: 'for-consumers',
  packageLinkPhase({customElementsManifest: manifest}) {
    const isDoor = ({path}) => doors.includes(path);
    const exported = new Set(
      manifest.modules.filter(isDoor).flatMap(({exports}) => exports.map(({name}) => name)),
    );
    for (const module of manifest.modules) {
      module.declarations = module.declarations.filter(({name}) => exported.has(name));
      module.exports = module.exports.filter(({name}) => exported.has(name));
      for (const declaration of module.declarations) {
        // What the classes between the element and Lit's have is the element's own to everybody else.
        for (const list of [declaration.members, declaration.attributes])
          for (const entry of list ?? []) delete entry.inheritedFrom;
        for (const attribute of declaration.attributes ?? []) attribute.name = kebab(attribute.name);
        for (const member of declaration.members ?? [])
          if (member.attribute) member.attribute = kebab(member.attribute);
        if (declaration.tagName) declaration.superclass = {name: 'LitElement', package: 'lit'};
        declaration.members = declaration.members?.filter((member) => !isInternal(member));
        // `new Event(type)` is taken for an event called "type".
        declaration.events = declaration.events?.filter(({name}) => name !== 'type');
      }
    }
    manifest.modules = manifest.modules.filter((module) => isDoor(module) || module.declarations.length > 0);
    publishPaths(manifest);
    // `define()` of the classes is not seen by the analyser.
    for (const {path, declarations} of manifest.modules)
      for (const {tagName, name} of declarations)
        if (tagName)
          manifest.modules
            .find((module) => module.path === `dist/define${tagName === 'cos-uploader' ? '' : '-parts'}.js`)
            .exports.push({
              kind: 'custom-element-definition',
              name: tagName,
              declaration: {name, module: path},
            });
  },
};

export default {
  litelement: true,
  // What a consumer can import, and the classes that the element extends.
  globs: [
    'src/{define,element,define-parts,parts}.ts',
    'src/element/parts/{part,button,drop-zone,list,totals,dock}.ts',
    'src/element/{cos-uploader,uploads/methods,base/attributes,base/form-associated,base/cos-events,base/stored-remove-event,language/locale}.ts',
  ],
  plugins: [forConsumers],
};
