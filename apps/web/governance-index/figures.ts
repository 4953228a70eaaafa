/** A number as typed: full-width digits, commas and a per cent sign are let through. NaN for nothing, undefined for anything else. */
export function numberIn(typed: string): number | undefined {
  const text = typed.normalize('NFKC').replace(/[,，\s%]/g, '');
  if (text === '') return Number.NaN;
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : undefined;
}
