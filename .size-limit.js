/** Adds rules for what is measured. */
const measuring = (name, setup, options) => (config) => ({
  ...config,
  ...options,
  // Other bundlers leave letters as they are. esbuild would write each that is not ASCII with six.
  charset: 'utf8',
  plugins: [...(config.plugins ?? []), {name, setup}],
});

/** What is imported on demand stays outside. */
const leaveDynamic = (build) =>
  build.onResolve({filter: /.*/}, ({kind, path}) =>
    kind === 'dynamic-import' ? {path, external: true} : undefined,
  );

/** Leaves out what entries need at once. */
const leaveOut = (build, ...entries) =>
  build.onEnd(({metafile}) => {
    const outputs = new Map(Object.entries(metafile.outputs));
    const leave = (name) => {
      const {imports} = outputs.get(name) ?? {imports: []};
      outputs.delete(name);
      for (const {kind, path} of imports) if (kind === 'import-statement') leave(path);
    };
    for (const entry of entries)
      leave([...outputs.keys()].find((name) => outputs.get(name).entryPoint === entry));
    metafile.outputs = Object.fromEntries(outputs);
  });

/** What the page loads before anything happens. */
const initially = measuring('initially', leaveDynamic);

/** What a bundler makes of the rest: the sum of all chunks but those that the entry needs at once. */
const later = measuring(
  'later',
  (build) => {
    // A page shows one language: the largest stands for it. The second half of English comes with the panel in every language.
    build.onResolve({filter: /locales/}, ({path}) =>
      /(ar|en)\.js$/.test(path) ? undefined : {path, external: true},
    );
    // The same worker once more, loaded where its file is not to be had.
    build.onResolve({filter: /worker-source/}, ({path}) => ({path, external: true}));
    leaveOut(build, 'dist/define.js');
  },
  {splitting: true, format: 'esm'},
);

/** What the elements for an own layout add to the element and what it loads with the first file. */
const beyond = measuring(
  'beyond',
  (build) => {
    leaveDynamic(build);
    leaveOut(build, 'dist/define.js', 'dist/element/panel.js');
  },
  {splitting: true, format: 'esm'},
);

export default [
  {
    name: 'the element with lit, initially',
    path: 'dist/define.js',
    limit: '36 kB',
    gzip: true,
    modifyEsbuildConfig: initially,
  },
  {
    name: 'the elements for an own layout, beyond the element with a file',
    path: ['dist/define.js', 'dist/element/panel.js', 'dist/define-parts.js'],
    limit: '4.6 kB',
    gzip: true,
    modifyEsbuildConfig: beyond,
  },
  {
    name: 'headless uploadFile, initially',
    path: 'dist/index.js',
    import: '{ createCosClient, uploadFile }',
    limit: '11.8 kB',
    gzip: true,
    modifyEsbuildConfig: initially,
  },
  {
    // Of it the code that hashes is 10 kB, in a worker or on the page; fast-xml-parser, loaded with the first answer that is XML, 8 kB.
    name: 'all that is loaded later, in one language',
    path: ['dist/define.js', 'dist/hash.worker.js'],
    limit: '111.4 kB',
    gzip: true,
    modifyEsbuildConfig: later,
  },
];
