/**
 * The tables of the page "Uploading Objects" of the COS Python SDK, as types: a test file that leaves a row out does not
 * compile. Parameters are named `operation · Parameter`, fields of the answer `operation → Field`.
 */
import {expect} from 'chai';

export type HeaderParameter =
  | 'ACL'
  | 'GrantFullControl'
  | 'GrantRead'
  | 'StorageClass'
  | 'Expires'
  | 'CacheControl'
  | 'ContentType'
  | 'ContentDisposition'
  | 'ContentEncoding'
  | 'ContentLanguage'
  | 'Metadata';
export type BodyParameter = 'EnableMD5' | 'ContentLength' | 'ContentMD5' | 'TrafficLimit';
export type PlaceParameter = 'Bucket' | 'Key';

interface SdkPage {
  upload_file: {
    parameters:
      | PlaceParameter
      | HeaderParameter
      | BodyParameter
      | 'LocalFilePath'
      | 'PartSize'
      | 'MAXThread'
      | 'progress_callback';
    response: 'ETag';
  };
  put_object: {
    parameters: PlaceParameter | HeaderParameter | BodyParameter | 'Body';
    response: 'ETag' | 'x-cos-version-id';
  };
  append_object: {
    parameters: PlaceParameter | 'Position' | 'Data';
    response: 'ETag' | 'x-cos-next-append-position' | 'x-cos-request-id';
  };
  list_multipart_uploads: {
    parameters:
      'Bucket' | 'Prefix' | 'Delimiter' | 'KeyMarker' | 'UploadIdMarker' | 'MaxUploads' | 'EncodingType';
    response:
      | 'Bucket'
      | 'Prefix'
      | 'Delimiter'
      | 'KeyMarker'
      | 'UploadIdMarker'
      | 'NextKeyMarker'
      | 'NextUploadIdMarker'
      | 'MaxUploads'
      | 'IsTruncated'
      | 'EncodingType'
      | 'Upload'
      | 'CommonPrefixes';
  };
  create_multipart_upload: {
    parameters: PlaceParameter | HeaderParameter;
    response: PlaceParameter | 'UploadId';
  };
  upload_part: {
    parameters: PlaceParameter | BodyParameter | 'Body' | 'PartNumber' | 'UploadId';
    response: 'ETag';
  };
  upload_part_copy: {
    parameters:
      | PlaceParameter
      | 'PartNumber'
      | 'UploadId'
      | 'CopySource'
      | 'CopySourceRange'
      | 'CopySourceIfMatch'
      | 'CopySourceIfModifiedSince'
      | 'CopySourceIfNoneMatch'
      | 'CopySourceIfUnmodifiedSince';
    response: 'ETag' | 'LastModified' | 'x-cos-copy-source-version-id';
  };
  list_parts: {
    parameters: PlaceParameter | 'UploadId' | 'MaxParts' | 'PartNumberMarker' | 'EncodingType';
    response:
      | PlaceParameter
      | 'UploadId'
      | 'EncodingType'
      | 'MaxParts'
      | 'IsTruncated'
      | 'PartNumberMarker'
      | 'NextPartNumberMarker'
      | 'StorageClass'
      | 'Part'
      | 'Initiator'
      | 'Owner';
  };
  complete_multipart_upload: {
    parameters: PlaceParameter | 'UploadId' | 'MultipartUpload';
    response: PlaceParameter | 'ETag' | 'Location';
  };
  abort_multipart_upload: {
    parameters: PlaceParameter | 'UploadId';
    response: 'None';
  };
}

/** What a row comes to; its promise is waited for. */
export type Check = () => unknown;
export type Checks<Row extends string> = Record<Row, Check>;

/** One test a row, and one that the documentation names them all. */
export function sdkRows<Operation extends keyof SdkPage>(
  operation: Operation,
  parameters: Checks<SdkPage[Operation]['parameters']>,
  response: Checks<SdkPage[Operation]['response']>,
): void {
  const tables = [
    ['·', parameters],
    ['→', response],
  ] as const;
  for (const [sign, checks] of tables) {
    for (const [row, check] of Object.entries<Check>(checks))
      it(`${operation} ${sign} ${row}`, async () => {
        await check();
      });
  }

  it(`${operation}: docs/operations.md names every row`, async () => {
    const manual = await (await fetch('/docs/operations.md')).text();
    const section = manual.split(/^## /m).find((text) => text.startsWith(`${operation}\n`)) ?? '';
    const missing = Object.keys({...parameters, ...response}).filter(
      (row) => !section.includes(`| \`${row}\``),
    );
    expect(missing).to.deep.equal([]);
  });
}
