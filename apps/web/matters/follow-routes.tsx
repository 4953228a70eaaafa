import { z } from 'zod';
import { chaseReferral, recordReferralAnswer, referralOutcomes, sayOfAnswer } from '#modules/matters';
import { field, type Routes } from '../kit/index.ts';
import { post } from './decide-routes.tsx';
import { followText } from './follow-text.ts';

/** What was passed on is asked after and answered; those who asked say whether it is settled. */
export function followRoutes(r: Routes): void {
  const t = followText;
  post(
    r,
    'chase',
    'matter.follow',
    z.object({ text: field.text(2000) }),
    (ctx, matterId, input) => chaseReferral(ctx, { matterId, ...input }),
    (w) => t[w.lang].chasedFlash,
  );
  post(
    r,
    'receiver-answer',
    'matter.follow',
    z.object({ outcome: z.enum(referralOutcomes, 'required'), text: field.text(2000), day: field.day() }),
    (ctx, matterId, input) => recordReferralAnswer(ctx, { matterId, ...input }),
    (w) => t[w.lang].receiverFlash,
  );
  post(
    r,
    'settled',
    'matter.say',
    z.object({}),
    (ctx, matterId) => sayOfAnswer(ctx, { matterId, settled: true }),
    (w) => t[w.lang].voiceFlash,
  );
  post(
    r,
    'not-settled',
    'matter.say',
    z.object({ text: field.text(500) }),
    (ctx, matterId, input) => sayOfAnswer(ctx, { matterId, settled: false, ...input }),
    (w) => t[w.lang].voiceFlash,
  );
}
