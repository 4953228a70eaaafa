/**
 * Running numbers of months, so that a year before is 12 less: `YYYY-MM`, six digits `YYYYMM`, or plain whole numbers.
 */
export function monthNumbers(labels: readonly string[]): number[] {
  const dated = labels.every((label) => /^\d{4}(?:0[1-9]|1[0-2])$/.test(label));
  return labels.map((label) => {
    const parts = /^(\d{4})-(\d{2})$/.exec(label) ?? (dated ? /^(\d{4})(\d{2})$/.exec(label) : null);
    return parts ? Number(parts[1]) * 12 + Number(parts[2]) - 1 : Number(label);
  });
}

/** Position of the month `months` before each month, -1 where the data do not reach back or leave it out. */
export function monthsBefore(labels: readonly string[], months: number): number[] {
  const numbers = monthNumbers(labels);
  const at = new Map(numbers.map((number, index) => [number, index]));
  return numbers.map((number) => at.get(number - months) ?? -1);
}
