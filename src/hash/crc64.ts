/**
 * Combining CRC-64/XZ values (`x-cos-hash-crc64ecma`): crc(A‖B) from crc(A), crc(B) and the length of B, without the bytes.
 * Appending n bytes multiplies crc(A) by x^8n modulo the polynomial. Polynomials over GF(2) lie in two 32-bit halves, bit-reflected as
 * the CRC itself: the highest bit is x^0. Initial value and final XOR are both all ones and cancel out.
 */
interface Polynomial {
  hi: number;
  lo: number;
}

const POLYNOMIAL_HI = 0xc96c5795 | 0;
const POLYNOMIAL_LO = 0xd7870f42 | 0;

function multiply(a: Polynomial, b: Polynomial): Polynomial {
  let {hi, lo} = b;
  let productHi = 0;
  let productLo = 0;
  for (let power = 0; power < 64; power++) {
    const mask = (power < 32 ? a.hi << power : a.lo << power) >> 31;
    productHi ^= hi & mask;
    productLo ^= lo & mask;
    const carry = -(lo & 1);
    lo = ((lo >>> 1) | (hi << 31)) ^ (POLYNOMIAL_LO & carry);
    hi = (hi >>> 1) ^ (POLYNOMIAL_HI & carry);
  }
  return {hi: productHi, lo: productLo};
}

/** x^(8·2^k), each the square of the one before; grown on demand. */
const byteShifts: Polynomial[] = [{hi: 1 << 23, lo: 0}];

function byteShift(k: number): Polynomial {
  const known = byteShifts[k];
  if (known) return known;
  const half = byteShift(k - 1);
  return (byteShifts[k] = multiply(half, half));
}

/** The CRC64 of A followed by B; `lengthOfB` in bytes, any safe integer. */
export function combineCrc64(a: bigint, b: bigint, lengthOfB: number): bigint {
  let shifted: Polynomial = {hi: Number(a >> 32n) | 0, lo: Number(a & 0xffffffffn) | 0};
  // Not by bit operators: those cut a length to 32 bits.
  for (let rest = lengthOfB, k = 0; rest > 0; rest = Math.floor(rest / 2), k++) {
    if (rest % 2 === 1) shifted = multiply(shifted, byteShift(k));
  }
  return b ^ ((BigInt(shifted.hi >>> 0) << 32n) | BigInt(shifted.lo >>> 0));
}

/** Unsigned decimal, as COS writes it. */
export function formatCrc64(crc64: bigint): string {
  return BigInt.asUintN(64, crc64).toString();
}

/** Reads the unsigned decimal of a COS header, also where a CDN has added it twice; undefined when it is not one. */
export function parseCrc64(text: string | null | undefined): bigint | undefined {
  const [, digits] = /^(\d{1,20})(?:,\s*\1)?$/.exec(text ?? '') ?? [];
  if (digits === undefined) return undefined;
  const crc64 = BigInt(digits);
  return crc64 === BigInt.asUintN(64, crc64) ? crc64 : undefined;
}
