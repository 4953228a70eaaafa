import { describe, expect, test } from 'vitest';
import { dutiesOf } from '#modules/inbox';
import { findRound } from '#modules/funds';
import { listProjects } from '#modules/projects';
import { assignReviews, blindHoldsFor, letPlanStand, movePitch, planPitch, releaseBlind, setReview } from './index.ts';
import { inReview, must, said, scene, submitted } from './scene.fixture.ts';

const refused = { code: '23514' };

describe('a blind round', () => {
  test('nobody is given an application whose covered text no officer has seen, whoever writes', async () => {
    const other = await scene();
    try {
      const office = () => other.t.contextFor(other.cast.officer);
      const projectId = await inReview(other, await submitted(other, 'cailu', '楼道灯'));
      must(
        await setReview(office(), {
          roundId: other.roundId,
          blind: true,
          parts: null,
          votePoints: null,
          voteBallotId: null,
          outlierPoints: null,
          reason: '避免人情分',
        }),
      );
      const planId = must(await assignReviews(office(), { roundId: other.roundId, dueDay: null }));
      expect(said(await letPlanStand(office(), { planId }))).toBe('covered-text-not-seen');
      await expect(
        other.t.owner.query(
          "insert into review (subdistrict_id, id, round_id, project_id, reviewer_id, reviewer_name, assigned_at, state) values ($1, $2, $3, $4, $5, '某', $6, 'assigned')",
          [other.t.subdistrictId, other.t.platform.sources.newId(), other.roundId, projectId, other.reviewers[0]?.personId, other.t.clock.now()],
        ),
      ).rejects.toMatchObject({ ...refused, message: expect.stringContaining('covered text') });
      expect(must(await releaseBlind(office(), { roundId: other.roundId }))).toBe(1);
      expect(must(await letPlanStand(office(), { planId }))).toBe(2);
      const titles = (await other.see((tx) => dutiesOf(tx, { projectId }))).filter(({ kind }) => kind === 'review.score').map(({ title }) => title.zh);
      expect(titles).toEqual(['评审：第 1 号申请', '评审：第 1 号申请']);
      await expect(other.t.owner.query('delete from blind_release')).rejects.toMatchObject(refused);
      // A session would tell whose it is: it waits for the written reviews.
      const sessionId = must(
        await planPitch(office(), {
          roundId: other.roundId,
          title: '路演',
          place: '',
          startsAt: new Date('2026-12-01T09:00:00+08:00'),
          pitchSeconds: 420,
          warnSeconds: 60,
          questionSeconds: 180,
          chairId: other.cast.head.personId ?? '',
          projectIds: [projectId],
          drawn: false,
        }),
      );
      expect(said(await movePitch(office(), { sessionId, to: 'open' }))).toBe('blind-reviews-open');
      const names = () =>
        other.see(async (tx) => {
          const round = await findRound(tx, other.roundId);
          return round ? [...(await blindHoldsFor(tx, round, await listProjects(tx, { roundId: round.id })))] : [];
        });
      expect(await names()).toEqual([projectId]);
      await other.t.owner.query('set session_replication_role = replica');
      await other.t.owner.query("update review set state = 'submitted', submitted_at = now(), comment = '好'");
      await other.t.owner.query('set session_replication_role = origin');
      expect(await names()).toEqual([]);
      must(await movePitch(office(), { sessionId, to: 'open' }));
    } finally {
      await other.t.close();
    }
  });
});
