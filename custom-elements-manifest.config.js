/** The analyser reads src; what is published is dist. */
const published = (path) => path.replace(/^\/?src\//, 'dist/').replace(/\.ts$/, '.js');

/** Replaces every path to a source, wherever in the manifest it stands. */
function publishPaths(node) {
  for (const [name, value] of Object.entries(node)) {
    if (typeof value === 'object' && value) publishPaths(value);
    else if (['path', 'module'].includes(name)) node[name] = published(value);
  }
}

const forConsumers = {
  name: 'for-consumers',
  packageLinkPhase({customElementsManifest: manifest}) {
    for (const {declarations} of manifest.modules) {
      for (const declaration of declarations) {
        declaration.members = declaration.members?.filter(
          ({name, privacy}) => !name.startsWith('#') && (privacy ?? 'public') === 'public',
        );
        // `new Event(type)` is taken for an event called "type".
        declaration.events = declaration.events?.filter(({name}) => name !== 'type');
      }
    }
    publishPaths(manifest);
    // `CosUploaderElement.define()` is not seen by the analyser.
    manifest.modules
      .find(({path}) => path === 'dist/define.js')
      .exports.push({
        kind: 'custom-element-definition',
        name: 'cos-uploader',
        declaration: {name: 'CosUploaderElement', module: 'dist/element/cos-uploader.js'},
      });
  },
};

export default {
  litelement: true,
  // What a consumer can import, and the classes that the element extends.
  globs: [
    'src/{define,element}.ts',
    'src/element/{cos-uploader,uploads/methods,base/attributes,base/form-associated,base/cos-events,language/locale}.ts',
  ],
  plugins: [forConsumers],
};
