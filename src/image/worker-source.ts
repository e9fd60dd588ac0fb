/** The worker's code, which the build puts here. Before that it is loaded from its place. */
export const workerSource: string = `import ${JSON.stringify(new URL('./image.worker.ts', import.meta.url).href)};`;
