export interface PictureSize {
  /** As COS's image processing names it. */
  format: string;
  width: number;
  height: number;
}

/** So much of a picture is looked at. */
const HEAD = 256 * 1024;

/** What the header of a PNG, GIF or JPEG says; `undefined` for anything else. */
export async function pictureSize(chunks: AsyncIterable<Buffer>): Promise<PictureSize | undefined> {
  const read: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    read.push(chunk);
    length += chunk.length;
    if (length >= HEAD) break;
  }
  const head = Buffer.concat(read);
  if (head.length < 24) return undefined;
  if (head.toString('latin1', 1, 4) === 'PNG')
    return {format: 'png', width: head.readUInt32BE(16), height: head.readUInt32BE(20)};
  if (head.toString('latin1', 0, 4) === 'GIF8')
    return {format: 'gif', width: head.readUInt16LE(6), height: head.readUInt16LE(8)};
  return head.readUInt16BE(0) === 0xffd8 ? jpegSize(head) : undefined;
}

/** A JPEG is a row of segments; that of its frame (SOF) tells. */
function jpegSize(head: Buffer): PictureSize | undefined {
  for (let at = 2; at + 9 <= head.length && head[at] === 0xff; at += 2 + head.readUInt16BE(at + 2)) {
    const marker = head[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return {format: 'jpg', height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7)};
  }
  return undefined;
}
