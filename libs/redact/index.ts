/** Covers personal data in a text before it is published, and says where. */
export { type Mark, maskName, redact, redactor, type Redacted, type RedactedKind, type RedactRules } from './redact.ts';
