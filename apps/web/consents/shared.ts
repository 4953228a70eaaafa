import { z } from 'zod';
import type { Web } from '../kit/index.ts';
import { staffText } from './staff-text.ts';
import { consentText } from './text.ts';

/** All words that a refused command may need. */
export const messagesFor = (w: Web): Record<string, unknown> => ({ ...staffText[w.lang], ...consentText[w.lang] });

/** Yes, no, an abstention, a disagreement, or one of the plans. */
export const choiceField = z.union([z.enum(['yes', 'no', 'abstain', 'split']), z.templateLiteral(['option-', z.number().int().min(1).max(99)])], 'required');
