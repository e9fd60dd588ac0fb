/** Adds a rule for what stays outside of a measurement. */
const without = (stays) => (config) => ({
  ...config,
  plugins: [
    ...(config.plugins ?? []),
    {
      name: 'stays-outside',
      setup(build) {
        build.onResolve({filter: /.*/}, ({kind, path}) =>
          stays(kind, path) ? {path, external: true} : undefined,
        );
      },
    },
  ],
});

/** What the page loads before anything happens: what is imported on demand stays outside. */
const initially = without((kind) => kind === 'dynamic-import');
/** A page shows one language: the largest stands for it. */
const oneLanguage = without((_kind, path) => /locales\/(?!ar\b|en\b)[\w-]+\.js$/.test(path));

export default [
  {
    name: 'the element with lit, initially',
    path: 'dist/define.js',
    limit: '36 kB',
    gzip: true,
    modifyEsbuildConfig: initially,
  },
  {
    name: 'headless uploadFile, initially',
    path: 'dist/index.js',
    import: '{ createCosClient, uploadFile }',
    limit: '14 kB',
    gzip: true,
    modifyEsbuildConfig: initially,
  },
  {
    // Of it fast-xml-parser is 22 kB, loaded with the first XML answer; what hashes without a worker 10 kB, which few pages need.
    name: 'everything, with all that is loaded on demand, in one language',
    path: 'dist/define.js',
    limit: '136 kB',
    gzip: true,
    modifyEsbuildConfig: oneLanguage,
  },
];
