/** Rows as a CSV file that spreadsheets and programs read alike: UTF-8 with its mark, quotes where needed; what would become a formula does not. */
export function csv(head: readonly string[], rows: readonly (readonly string[])[]): Uint8Array {
  const cell = (text: string) => {
    const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return new TextEncoder().encode(`\ufeff${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`);
}
