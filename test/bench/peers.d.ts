/* eslint-disable @typescript-eslint/no-extraneous-class -- only their constructors are used here */
/**
 * What the benchmark uses of its peers. They are installed beside it by `npm run bench` and not by `npm install`, so their own types
 * may not be there.
 */
declare module '@uppy/core' {
  interface UppyFile {
    name: string;
    type: string;
    data: Blob;
  }
  export default class Uppy {
    constructor(options?: object);
    use<Options>(plugin: new (uppy: Uppy, options: Options) => object, options?: Options): this;
    addFiles(files: UppyFile[]): void;
    getFiles(): {progress: {bytesUploaded: number | false}}[];
    upload(): Promise<{failed?: {error?: string}[]} | undefined>;
    destroy(): void;
    on(event: string, listener: () => void): this;
  }
}

declare module '@uppy/aws-s3' {
  import type Uppy from '@uppy/core';
  interface AwsS3Options {
    generateObjectKey?: (file: {name: string}) => string;
    signRequest: (request: {method: string; key: string; uploadId?: string; partNumber?: number}) => {
      url: string;
    };
  }
  export default class AwsS3 {
    constructor(uppy: Uppy, options: AwsS3Options);
  }
}

declare module '@uppy/dashboard' {
  import type Uppy from '@uppy/core';
  export default class Dashboard {
    constructor(uppy: Uppy, options: {inline?: boolean; target?: string; width?: string; height?: number});
  }
}

declare module '@aws-sdk/client-s3' {
  export class S3Client {
    constructor(options: {
      endpoint: string;
      region: string;
      forcePathStyle: boolean;
      requestChecksumCalculation?: 'WHEN_REQUIRED' | 'WHEN_SUPPORTED';
      credentials: {accessKeyId: string; secretAccessKey: string};
    });
  }
}

declare module '@aws-sdk/lib-storage' {
  import type {S3Client} from '@aws-sdk/client-s3';
  export class Upload {
    constructor(options: {
      client: S3Client;
      params: {Bucket: string; Key: string; Body: Blob};
      queueSize?: number;
      partSize?: number;
    });
    done(): Promise<unknown>;
  }
}

declare module 'ali-oss' {
  export default class OSS {
    constructor(options: {
      endpoint: string;
      cname: boolean;
      bucket: string;
      accessKeyId: string;
      accessKeySecret: string;
    });
    multipartUpload(
      name: string,
      file: File,
      options: {parallel?: number; partSize?: number},
    ): Promise<unknown>;
  }
}

declare module 'tus-js-client' {
  export interface UploadOptions {
    endpoint?: string;
    metadata?: Record<string, string>;
    chunkSize?: number;
    parallelUploads?: number;
    onSuccess?: () => void;
    onError?: (error: Error) => void;
  }
  export class Upload {
    constructor(file: File, options: UploadOptions);
    start(): void;
  }
}

declare module 'filepond' {
  interface Processing {
    abort: () => void;
  }
  interface PondOptions {
    allowMultiple?: boolean;
    maxParallelUploads?: number;
    credits?: false;
    server?: {
      process: (
        field: string,
        file: File,
        metadata: object,
        load: (id: string) => void,
        error: (text: string) => void,
        progress: (computable: boolean, loaded: number, total: number) => void,
      ) => Processing;
    };
  }
  export function create(place: Element, options: PondOptions): object;
  export function registerPlugin(plugin: object): void;
}

declare module 'filepond-plugin-image-preview' {
  const plugin: object;
  export default plugin;
}

declare module '@uploadcare/file-uploader' {
  export interface UploadCtxProvider extends HTMLElement {
    readonly api?: {addFileFromObject(file: File): unknown};
  }
  export function defineComponents(blocks: object): void;
}

declare module '@vaadin/upload';
declare module '*.css';

declare module 'cos-uploader-before';
