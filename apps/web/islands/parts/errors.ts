/** Brings a rejected form's summary into view and under the reader's cursor. */
export function focusErrorSummary(): void {
  document.querySelector<HTMLElement>('.error-summary')?.focus();
}
