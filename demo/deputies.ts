import { listRoles, nameDeputy } from '#modules/people';
import { done, type Stage } from './stage.ts';

/** 庆东's director is at a course for a few days; the secretary acts in the director's place. */
export async function tellDeputies(stage: Stage): Promise<void> {
  stage.on(-1);
  const directorId = await stage.personId('qingdong-director');
  const [role] = (await stage.read((tx) => listRoles(tx, { personId: directorId }))).filter((one) => one.role === 'director');
  await done(
    'deputy',
    nameDeputy(await stage.as('qingdong-director', 'deputy'), {
      roleId: role?.id ?? '',
      deputyId: await stage.personId('qingdong-secretary'),
      fromDay: stage.day,
      toDay: stage.dayAt(5),
      kinds: ['meetings', 'matters'],
      duties: '支出审批等回来再办',
      reason: '参加区里的培训',
    }),
  );
}
