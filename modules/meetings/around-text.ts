import type { BodyKind } from './body.ts';
import type { InformedHow, InvitationState } from './invitation.ts';
import type { MeetingMode } from './meeting.ts';

type Words = { zh: string; en: string };

/** Bodies that meet, as neighbours call them. */
export const bodyKindNames: Record<BodyKind, Words> = {
  representatives: { zh: '居民代表', en: 'Residents’ representatives' },
  residents_committee: { zh: '居民委员会', en: 'Residents’ committee' },
  owners_committee: { zh: '业主委员会', en: 'Owners’ committee' },
  other: { zh: '其他议事机构', en: 'Another body' },
};

export const modeNames: Record<MeetingMode, Words> = {
  room: { zh: '现场', en: 'In the room' },
  online: { zh: '在线', en: 'Online' },
  both: { zh: '现场和在线', en: 'In the room and online' },
};

export const informedNames: Record<InformedHow, Words> = {
  inbox: { zh: '平台待办', en: 'inbox' },
  door: { zh: '上门', en: 'at the door' },
  phone: { zh: '电话', en: 'by phone' },
  letter: { zh: '书面通知', en: 'letter' },
  message: { zh: '短信或群消息', en: 'message' },
  face: { zh: '当面', en: 'face to face' },
};

export const invitationStateNames: Record<InvitationState, Words> = {
  invited: { zh: '已邀请，待通知', en: 'invited, to be told' },
  informed: { zh: '已通知', en: 'told' },
  confirmed: { zh: '会来', en: 'coming' },
  declined: { zh: '不来', en: 'not coming' },
  deputised: { zh: '委托他人', en: 'sends a deputy' },
};
