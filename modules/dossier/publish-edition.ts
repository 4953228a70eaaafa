import { err, ok, type Result } from '#libs/result';
import type { RedactRules } from '#libs/redact';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import type { Lang } from '#platform/i18n';
import { listPersons, listRoles } from '#modules/people';
import { dossierParts } from './dossier.ts';
import { hasPublicDossier, insertEdition, insertEditionEnd, latestEdition } from './edition-store.ts';
import { type DossierFacts, gatherDossier } from './gather.ts';
import { editionDigest, publicEdition, type PublicEdition, theDossierMayBePublished } from './public-edition.ts';

/** What the publisher decided: names found that mean nobody, and words to cover besides. */
export interface EditionChoices {
  kept: readonly string[];
  added: readonly string[];
}

/** Words for a step of the project in each language. */
export type StepNames = Record<Lang, (action: string) => string>;

/** A dossier as it would be published, in both languages, and the digest that ties what was seen to what is published. */
export interface EditionPreview {
  zh: PublicEdition;
  en: PublicEdition;
  digest: string;
}

const openOffices = new Set(['secretary', 'director', 'officer', 'head']);

/** Whose names are looked for around a project, and whose are said in public for the office they hold or held. */
export async function namesAround(tx: Tx, neighbourhoodId: string): Promise<Required<Pick<RedactRules, 'names' | 'keep'>>> {
  const persons = await listPersons(tx, neighbourhoodId);
  const roles = await listRoles(tx);
  const keep = roles.filter((role) => openOffices.has(role.role) && (role.neighbourhoodId === null || role.neighbourhoodId === neighbourhoodId));
  return {
    names: [...new Set([...persons.map((person) => person.name), ...roles.map((role) => role.personName)])],
    keep: [...new Set(keep.map((role) => role.personName))],
  };
}

/** Makes the edition from the facts of this moment. Keepers stay named: whoever keeps what was built is found by name. */
export async function previewEdition(tx: Tx, facts: DossierFacts, choices: EditionChoices, stepNames: StepNames): Promise<EditionPreview> {
  const { names, keep } = await namesAround(tx, facts.project.neighbourhoodId);
  const rules = {
    names,
    keep: [...keep, ...choices.kept, ...(facts.application ? [facts.application.keeperName] : [])],
    added: choices.added,
  };
  const of = (lang: Lang): PublicEdition => publicEdition(dossierParts(facts, lang, stepNames[lang]), rules, facts.files);
  const [zh, en] = [of('zh'), of('en')];
  return { zh, en, digest: editionDigest([zh.parts, en.parts]) };
}

/** `changed` the dossier is no longer what was shown before publishing. */
export type PublishEditionError = 'not-found' | 'not-allowed' | 'wrong-state' | 'changed' | 'reason-required';

const open = async (tx: CommandTx, projectId: string): Promise<Result<DossierFacts, PublishEditionError>> => {
  const facts = await gatherDossier(tx, projectId, tx.today);
  if (!facts) return err('not-found');
  if (!tx.can('dossier.publish', { neighbourhoodId: facts.project.neighbourhoodId })) return err('not-allowed');
  return ok(facts);
};

/** Publishes the dossier word for word as it was previewed; the newest edition is the one that is read. */
export const publishEdition = (
  ctx: CommandContext,
  input: EditionChoices & { projectId: string; seen: string },
  stepNames: StepNames,
): Promise<Result<void, PublishEditionError | 'key-reused'>> =>
  runCommand(ctx, 'publish-dossier', async (tx) => {
    const found = await open(tx, input.projectId);
    if (!found.ok) return found;
    const { project } = found.value;
    if (!theDossierMayBePublished(project.state)) return err('wrong-state');
    const preview = await previewEdition(tx, found.value, input, stepNames);
    if (preview.digest !== input.seen) return err('changed');
    const last = await latestEdition(tx, project.id);
    const { actor } = tx;
    if (!actor.personId) return err('not-allowed');
    const no = (last?.no ?? 0) + 1;
    const edition = {
      id: tx.newId(),
      projectId: project.id,
      no,
      parts: { zh: preview.zh.parts, en: preview.en.parts },
      digest: preview.digest,
      kept: [...input.kept],
      added: [...input.added],
      covered: preview.zh.covered.length,
      publishedByName: actor.name,
      publishedOn: tx.today,
    };
    await insertEdition(tx, edition, { personId: actor.personId, at: tx.now });
    await tx.emit('dossier.published', { projectId: project.id, no });
    tx.audit({
      action: 'dossier.publish',
      subjectKind: 'project',
      subjectId: project.id,
      text: { no, digest: preview.digest, covered: edition.covered, kept: edition.kept.join('、'), added: edition.added.length },
    });
    return ok();
  });

/** Takes the published dossier out of the public eye, with a reason; a new edition may follow. */
export const endEdition = (ctx: CommandContext, input: { projectId: string; reason: string }): Promise<Result<void, PublishEditionError | 'key-reused'>> =>
  runCommand(ctx, 'end-public-dossier', async (tx) => {
    const found = await open(tx, input.projectId);
    if (!found.ok) return found;
    const reason = input.reason.trim();
    if (reason === '') return err('reason-required');
    const edition = await latestEdition(tx, input.projectId);
    const { personId, name } = tx.actor;
    if (!edition || !personId || !(await hasPublicDossier(tx, input.projectId))) return err('wrong-state');
    await insertEditionEnd(tx, edition.id, { reason, personId, byName: name, at: tx.now });
    await tx.emit('dossier.withdrawn', { projectId: input.projectId, no: edition.no });
    tx.audit({ action: 'dossier.withdraw', subjectKind: 'project', subjectId: input.projectId, text: { no: edition.no, reason } });
    return ok();
  });
