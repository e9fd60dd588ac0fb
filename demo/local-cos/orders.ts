import type {Bucket, StoredObject} from './bucket.js';
import type {Answer, Call} from './call.js';
import {callBack, type CallbackOrder, type Outcome, readCallback} from './callback.js';
import {CosFailure} from './cos-failure.js';
import {type PictureSize, pictureSize} from './picture-size.js';
import {writeXml, type XmlElement} from './xml.js';

/** What is to be done with an object once it is stored: a callback (436/106770), a return body (436/97529), image processing (436/113308). */
export interface Orders {
  callback?: CallbackOrder;
  /** JSON with variables in it. */
  returnBody?: string;
  picture?: PictureOrder;
}

interface PictureOrder {
  info: boolean;
  files: string[];
}

interface Outcomes {
  callback?: Outcome;
  returned?: Outcome;
  picture?: Pictures;
}

/** Children of `OriginalInfo` and `ProcessResults`. */
interface Pictures {
  info: XmlElement | undefined;
  objects: XmlElement[];
}

/** Throws InvalidArgument or InvalidPicOperations for what cannot be read, before anything is stored. */
export function readOrders(headers: Call['headers']): Orders {
  const callback = headers['x-cos-callback'];
  const returnBody = headers['x-cos-return-body'];
  const picture = headers['pic-operations'];
  return {
    ...(callback !== undefined && {callback: readCallback(callback, headers['x-cos-callback-var'])}),
    ...(returnBody !== undefined && {returnBody: Buffer.from(returnBody, 'base64').toString()}),
    ...(picture !== undefined && {picture: readPicture(picture)}),
  };
}

function readPicture(text: string): PictureOrder {
  try {
    const {is_pic_info, rules} = JSON.parse(text) as {is_pic_info?: unknown; rules: {fileid: unknown}[]};
    return {info: Number(is_pic_info) === 1, files: rules.map(({fileid}) => String(fileid))};
  } catch {
    throw new CosFailure('InvalidPicOperations');
  }
}

async function carryOut(orders: Orders, call: Call, object: StoredObject): Promise<Outcomes> {
  if (Object.keys(orders).length === 0) return {};
  const {cos, bucket} = call;
  const size = await pictureSize(cos.pieces.read(object.pieces));
  const variables = variablesOf(call, object, size);
  return {
    ...(orders.callback && {callback: await callBack(orders.callback, variables)}),
    ...(orders.returnBody !== undefined && {returned: returned(orders.returnBody, variables)}),
    ...(orders.picture && size && {picture: picturesOf(orders.picture, call.key, bucket, object, size)}),
  };
}

type Variables = Readonly<Record<string, string | number>>;

/** The system variables that need no look inside videos or EXIF. */
const variablesOf = (
  {bucket, key}: Call,
  {etag, size, headers}: StoredObject,
  picture: PictureSize | undefined,
): Variables => ({
  bucket: bucket.name,
  object: key,
  etag,
  size,
  mimeType: headers['content-type'] ?? '',
  region: bucket.region,
  ...(picture && {
    'imageInfo.format': picture.format,
    'imageInfo.width': picture.width,
    'imageInfo.height': picture.height,
  }),
});

/** JSON whose `${variable}` is filled in, within quotes or without; a variable that the object does not have is an error. */
function returned(text: string, variables: Variables): Outcome {
  const missing = [...text.matchAll(/\$\{([^}]+)\}/g)].find(([, name = '']) => variables[name] === undefined);
  if (missing) {
    return {ok: false, code: 'InvalidReturnBody', message: `There is no value for ${missing[0]}.`};
  }
  const filled = text
    .replace(/"\$\{([^}]+)\}"/g, (_, name: string) => JSON.stringify(String(variables[name])))
    .replace(/\$\{([^}]+)\}/g, (_, name: string) => JSON.stringify(variables[name]));
  return {ok: true, body: Buffer.from(filled)};
}

/** The documented result, with the facts of the picture itself: nothing is made of it, and no further object is stored. */
function picturesOf(
  {info, files}: PictureOrder,
  key: string,
  {name, region}: Bucket,
  {etag, size}: StoredObject,
  {format, width, height}: PictureSize,
): Pictures {
  const folder = key.slice(0, key.lastIndexOf('/') + 1);
  const facts = {Format: format, Width: width, Height: height};
  return {
    info: info ? {...facts, Quality: 0, Ave: '0x000000', Orientation: 1} : undefined,
    objects: files.map((file) => {
      const made = file.startsWith('/') ? file.slice(1) : folder + file;
      const Location = `${name}.cos.${region}.myqcloud.com/${made}`;
      return {Key: made, Location, ...facts, Size: size, Quality: 0, ETag: etag};
    }),
  };
}

/** Says that this server has processed nothing. */
const NOT_PROCESSED = {'x-cos-local-note': 'Pic-Operations are answered here, not carried out'};

/** The answer to PUT Object: what was ordered is its body. A failure is told under status 203. */
export async function answerPut(orders: Orders, call: Call, object: StoredObject): Promise<Partial<Answer>> {
  const {callback, returned, picture} = await carryOut(orders, call, object);
  const outcome = callback ?? returned;
  if (outcome) {
    return outcome.ok
      ? {status: 200, headers: {'Content-Type': 'application/json'}, body: outcome.body.toString()}
      : {status: 203, body: writeXml('Error', {Code: outcome.code, Message: outcome.message}, 'single')};
  }
  if (!picture) return {};
  const OriginalInfo = {
    Key: call.key,
    Location: `${call.host}/${call.key}`,
    ETag: object.etag,
    ImageInfo: picture.info,
  };
  return {
    headers: NOT_PROCESSED,
    body: writeXml('UploadResult', {OriginalInfo, ProcessResults: {Object: picture.objects}}),
  };
}

/** What Complete's document has besides. */
export async function completeExtras(
  orders: Orders,
  call: Call,
  object: StoredObject,
): Promise<{headers: Record<string, string>; children: XmlElement}> {
  const {callback, returned, picture} = await carryOut(orders, call, object);
  return {
    headers: picture ? NOT_PROCESSED : {},
    children: {
      ...(picture && {ImageInfo: picture.info, ProcessResults: {Object: picture.objects}}),
      ...(callback && {
        CallbackResult: callback.ok
          ? {Status: 200, CallbackBody: callback.body.toString('base64')}
          : {Status: 203, Error: {Code: callback.code, Message: callback.message}},
      }),
      ...(returned && {
        ReturnBodyResult: returned.ok
          ? {Status: 200, ReturnBody: returned.body.toString('base64')}
          : {Status: 203, Code: returned.code, Message: returned.message},
      }),
    },
  };
}
