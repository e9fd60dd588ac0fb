/**
 * A name as it is shown and spoken. Some characters put letters in another order, so that `invoice\u202Efdp.exe` would be read as
 * "invoiceexe.pdf"; a mark stands for them. Line ends and control characters have visible signs of their own, and characters without any
 * effect are left out.
 */
export function visibleName(name: string): string {
  return name
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, mark)
    .replace(/\p{Cc}/gu, (control) => {
      const code = control.charCodeAt(0);
      return code < 32 ? String.fromCharCode(0x2400 + code) : code === 127 ? '\u2421' : mark;
    })
    .replace(/[\u2028\u2029]/g, '\u2424')
    .replace(/[\u00ad\u061c\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\ufeff]/g, '');
}

const mark = '\ufffd';
