import { err, ok, type Result } from '#libs/result';
import { openDuty } from '#modules/inbox';
import { maskPhonesIn } from '#modules/people';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { recordFile, type StoredBytes } from '#platform/files';
import { belongsHere, householdOf, type OnBehalfOf } from './actors.ts';
import { type Category, type Channel, checkText, type Matter, maxTextLength, type SupportUnit, titleFrom } from './matter.ts';
import { noteThresholds } from './note-thresholds.ts';
import { theSpotIsOfThePlace } from './place-matter.ts';
import { type Counting, replyDueDay } from './reply-due.ts';
import type { Spot } from './spot.ts';
import { insertMatter, insertPhoto, insertStep, insertSupport, type NewMatter, saveGrams, saveSpot } from './store.ts';

/** What is raised, by whom, how it came in. */
export interface RaiseInput {
  neighbourhoodId: string;
  /** At most 2,000 characters; its first sentence becomes the title. */
  text: string;
  category: Category;
  /** Neighbours do not see the raiser's name. */
  anonymous: boolean;
  /** The door code whose page was used, as it is kept. */
  doorCode: string | null;
  /** Stored before the command; at most three. */
  photos: readonly (StoredBytes & { name: string })[];
  /** When staff writes down what somebody brought on paper, by phone or during a visit. */
  onBehalfOf?: OnBehalfOf;
  /** Office's setting `matter.replyDays`; null = it has set none, and the duty to reply has no deadline. */
  replyDays: number | null;
  /** How they are counted; calendar days where nothing is said. */
  replyCounting?: Counting;
  /** Where on the plan it lies. */
  spot?: Spot | null;
  /** Office's setting `matter.supportUnit`; null = it has not limited support to one per household, so each person supports once. */
  supportUnit: SupportUnit | null;
}
/** `not-in-place` the person has no home or part in this neighbourhood · `too-many-photos` over three · `no-such-spot` the place on the plan is not of this neighbourhood. */
type Codes = 'not-allowed' | 'not-in-place' | 'empty' | 'too-long' | 'too-many-photos' | 'no-such-spot';

/** Raises a matter; its raiser's household is its first supporter. Opens the secretary's duty to reply. Event: `matter.raised`. */
export function raiseMatter(context: CommandContext, input: RaiseInput): Promise<Result<{ matterId: string }, Codes | 'key-reused'>> {
  return runCommand(context, 'raise-matter', (tx) => raiseMatterIn(tx, input));
}

export async function raiseMatterIn(tx: CommandTx, input: RaiseInput): Promise<Result<{ matterId: string }, Codes>> {
  const raiser = await raiserOf(tx, input);
  if (!raiser.ok) return raiser;
  const fault = checkText(input.text, maxTextLength) ?? (input.onBehalfOf && 'name' in input.onBehalfOf ? checkText(input.onBehalfOf.name, 60) : null);
  if (fault) return err(fault);
  if (input.photos.length > 3) return err('too-many-photos');
  if (input.spot && !(await theSpotIsOfThePlace(tx, input.spot, input.neighbourhoodId))) return err('no-such-spot');
  const text = input.text.trim();
  const matter: NewMatter = {
    neighbourhoodId: input.neighbourhoodId,
    title: titleFrom(text),
    text,
    category: input.category,
    anonymous: input.anonymous,
    doorCode: input.doorCode,
    supportUnit: input.supportUnit ?? 'person',
    replyDueDay: replyDueDay(tx.today, input.replyDays, input.replyCounting),
    ...raiser.value,
  };
  const matterId = await insertMatter(tx, matter);
  await saveGrams(tx, { id: matterId, neighbourhoodId: input.neighbourhoodId, title: matter.title, text });
  if (input.spot) await saveSpot(tx, matterId, input.spot);
  for (const photo of input.photos)
    await insertPhoto(tx, matterId, await recordFile(tx, photo, { name: photo.name, visibility: 'public', neighbourhoodId: input.neighbourhoodId }));
  await insertStep(tx, matterId, { kind: 'raised', byRole: 'raiser', dueDay: matter.replyDueDay });
  if (matter.raisedBy && matter.householdId)
    await insertSupport(
      tx,
      { id: matterId, supportUnit: matter.supportUnit },
      { personId: matter.raisedBy, householdId: matter.householdId, channel: matter.channel, enteredBy: matter.enteredBy },
    );
  await openReplyDuty(tx, { id: matterId, ...matter }, matter.replyDueDay);
  await noteThresholds(tx, matterId);
  await tx.emit('matter.raised', { matterId, neighbourhoodId: input.neighbourhoodId });
  tx.audit({
    action: 'matter.raise',
    subjectKind: 'matter',
    subjectId: matterId,
    text: { text, channel: matter.channel, anonymous: matter.anonymous, raiserName: matter.raiserName },
  });
  return ok({ matterId });
}

/** The secretary must reply, by the day the office has set, if it has. */
export const openReplyDuty = (tx: CommandTx, matter: Pick<Matter, 'id' | 'neighbourhoodId' | 'title'>, dueDay: string | null): Promise<string> =>
  openDuty(tx, {
    kind: 'matter.reply',
    role: 'secretary',
    neighbourhoodId: matter.neighbourhoodId,
    subjectKind: 'matter',
    subjectId: matter.id,
    title: { zh: `答复议题：${maskPhonesIn(matter.title)}`, en: `Reply to the matter: ${maskPhonesIn(matter.title)}` },
    href: `/matters/${matter.id}`,
    dueDay,
  });

type Raiser = Pick<NewMatter, 'raisedBy' | 'raiserName' | 'householdId' | 'enteredBy'> & { channel: Channel };

async function raiserOf(tx: CommandTx, input: RaiseInput): Promise<Result<Raiser, 'not-allowed' | 'not-in-place'>> {
  const { actor } = tx;
  const { neighbourhoodId, onBehalfOf } = input;
  if (!actor.personId) return err('not-in-place');
  if (onBehalfOf) {
    if (!tx.can('matter.raise-for', { neighbourhoodId })) return err('not-allowed');
    const here = await belongsHere(tx, onBehalfOf, neighbourhoodId);
    if (!here.ok) return here;
    const person = 'personId' in onBehalfOf ? { raisedBy: onBehalfOf.personId, raiserName: null } : { raisedBy: null, raiserName: onBehalfOf.name.trim() };
    return ok({ ...person, householdId: onBehalfOf.householdId, enteredBy: actor.personId, channel: onBehalfOf.channel });
  }
  if (!tx.can('matter.raise', { neighbourhoodId })) return err('not-in-place');
  return ok({
    raisedBy: actor.personId,
    raiserName: null,
    householdId: householdOf(actor, neighbourhoodId),
    enteredBy: null,
    channel: input.doorCode ? 'door' : 'own',
  });
}
