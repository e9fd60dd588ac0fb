/** The 32 hex digits of an MD5 as `Content-MD5` has them: base64 of the 16 bytes. */
export function contentMd5(md5: string): string {
  return btoa(String.fromCharCode(...(md5.match(/../g) ?? []).map((byte) => parseInt(byte, 16))));
}
