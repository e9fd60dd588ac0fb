import type {Answer, Call} from '../call.js';
import {OWNER} from '../listing.js';
import {BUCKET_ACLS, OBJECT_ACLS, readAcl, readGrants} from '../object-options.js';
import {findObject} from '../object-store.js';
import {type XmlElement, writeXml} from '../xml.js';

const EVERYBODY = 'http://cam.qcloud.com/groups/global/AllUsers';

/** PUT Object acl / PUT Bucket acl, by the headers of 436/30583; a policy in XML is not read. */
export function putAcl(call: Call): Answer {
  const {bucket, key, headers, query} = call;
  const acl = readAcl(headers, key === '' ? BUCKET_ACLS : OBJECT_ACLS);
  const grants = readGrants(headers);
  if (key === '') bucket.acl = acl ?? bucket.acl;
  else Object.assign(findObject(bucket, key, query.get('versionId')), acl !== undefined && {acl}, {grants});
  return {status: 200};
}

export function getAcl({bucket, key, query}: Call): Answer {
  const object = key === '' ? undefined : findObject(bucket, key, query.get('versionId'));
  const acl = object?.acl ?? bucket.acl;
  const grants: XmlElement[] = [{Grantee: {...OWNER}, Permission: 'FULL_CONTROL'}];
  if (acl.startsWith('public-read')) grants.push({Grantee: {URI: EVERYBODY}, Permission: 'READ'});
  if (acl === 'public-read-write') grants.push({Grantee: {URI: EVERYBODY}, Permission: 'WRITE'});
  for (const [name, value] of Object.entries(object?.grants ?? {})) {
    const permission = name.slice('x-cos-grant-'.length).replace('-', '_').toUpperCase();
    for (const [, id = ''] of value.matchAll(/"([^"]+)"/g))
      grants.push({Grantee: {ID: id}, Permission: permission});
  }
  const body = writeXml('AccessControlPolicy', {Owner: OWNER, AccessControlList: {Grant: grants}});
  return {status: 200, headers: {'x-cos-acl': acl}, body};
}
