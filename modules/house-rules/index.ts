/** House rules (公约、议事规则): drafted by clauses, commented on, adopted by the vote that fits, versioned, cited where they apply. */
export { citeClause, reportBreach } from './cite-clause.ts';
export { appealComment, type CommentInput, commentOnClause, hideComment, replyToComment, ruleOnComment } from './comment-on-clause.ts';
export { type Compared, compareVersions, type Piece, pieces } from './compare.ts';
export { textDigest } from './digest.ts';
export { discussDraft, withdrawDraft } from './discuss-draft.ts';
export { draftHouseRule, draftNewVersion, type DraftRuleInput } from './draft-rule.ts';
export { type ClauseInput, editDraft, moveClause, pasteText, removeClause, saveClause } from './edit-draft.ts';
export {
  buildingLaws,
  type Clause,
  type Comment,
  commentComesInTime,
  everybodyCouldComment,
  type Force,
  forceOf,
  type HouseRule,
  isInForce,
  lawsThatFit,
  type ReplyOutcome,
  replyOutcomes,
  type RuleKind,
  ruleKinds,
  textIsOpen,
  type Version,
  type VersionState,
} from './house-rule.ts';
export { articleNo, type Chapter, chaptersOf, chineseNumber } from './numbering.ts';
export { houseRulePermissions } from './permissions.ts';
export { buildingLaw, buildingLawKey, putToVote, takeBack } from './put-to-vote.ts';
export { proposeRepeal, settleRepeal } from './repeal-rule.ts';
export { adoptionNote, settleVote } from './settle-vote.ts';
export {
  type Citation,
  citationsAbout,
  citationsOf,
  type ClauseInForce,
  clausesAbout,
  clausesInForce,
  clausesOf,
  commentsOn,
  findComment,
  findHouseRule,
  findVersion,
  listHouseRules,
  searchClauses,
  verifyHouseRules,
  versionOfBallot,
  versionsOf,
} from './queries.ts';
export { readTopics } from './subject.ts';
