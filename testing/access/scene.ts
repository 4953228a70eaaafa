import type { WholeSite } from './whole-site.ts';

/** Things of 蔡路 that the matrix names in braces, found in the demo; `nothing` is the id of nothing at all. */
export async function findScene(site: WholeSite): Promise<Record<string, string>> {
  const place = await site.value("select id from neighbourhood where code = 'pd-cailu'");
  const here = (text: string) => site.value(text, place);
  const project = await here("select id from project where neighbourhood_id = $1 and state = 'upkeep'");
  const ofProject = (text: string) => site.value(text, project);
  const member = await here(`select m.person_id from household_member m join household h on h.subdistrict_id = m.subdistrict_id and h.id = m.household_id
    join person p on p.subdistrict_id = m.subdistrict_id and p.id = m.person_id where h.neighbourhood_id = $1 and p.account_id is null order by m.id limit 1`);
  const moving = await here(`select m.id from household_member m join household h on h.subdistrict_id = m.subdistrict_id and h.id = m.household_id
    join person p on p.subdistrict_id = m.subdistrict_id and p.id = m.person_id where h.neighbourhood_id = $1 and p.account_id is null order by m.id offset 1 limit 1`);
  const movingHousehold = await site.value('select household_id from household_member where id = $1', moving);
  const household = await site.value('select household_id from household_member where person_id = $1', member);
  return {
    place: 'pd-cailu',
    placeId: place,
    project,
    household,
    person: member,
    // Somebody who moves out, so that others stay as they are.
    member: moving,
    movingHousehold,
    movingHome: await site.value('select home_id from household where id = $1', movingHousehold),
    owner: await site.value('select id from home_owner limit 1'),
    ownedHome: await site.value('select home_id from home_owner limit 1'),
    home: await site.value('select home_id from household where id = $1', household),
    compound: await here('select id from compound where neighbourhood_id = $1 limit 1'),
    building: await here('select id from building where neighbourhood_id = $1 order by name limit 1'),
    door: await site.value('select d.code from door_code d join household h on h.home_id = d.home_id where h.id = $1', household),
    staff: await here("select person_id from role_assignment where neighbourhood_id = $1 and role = 'secretary'"),
    role: await here("select id from role_assignment where neighbourhood_id = $1 and role = 'supervisor' limit 1"),
    organisation: await here("select id from organisation where neighbourhood_id = $1 and kind = 'partner' limit 1"),
    publicFile: await here("select id from file where neighbourhood_id = $1 and visibility = 'public' limit 1"),
    neighbourhoodFile: await here("select id from file where neighbourhood_id = $1 and visibility = 'neighbourhood' limit 1"),
    officeFile: await here("select id from file where neighbourhood_id = $1 and visibility = 'office' limit 1"),
    matter: await here("select id from matter where neighbourhood_id = $1 and state = 'raised' and hidden = 'no' limit 1"),
    hiddenMatter: await here("select id from matter where neighbourhood_id = $1 and hidden <> 'no' limit 1"),
    notice: await here("select id from notice where neighbourhood_id = $1 and kind = 'general' limit 1"),
    objection: await site.value('select id from objection limit 1'),
    meeting: await here("select id from meeting where neighbourhood_id = $1 and state = 'published' and kind = 'hearing' limit 1"),
    meetingToCome: await here("select id from meeting where neighbourhood_id = $1 and state = 'called' limit 1"),
    body: await here("select id from meeting_body where neighbourhood_id = $1 and kind = 'representatives' limit 1"),
    resolution: await here('select id from resolution where neighbourhood_id = $1 limit 1'),
    paperBallot: await here('select s.ballot_id from paper_slip s join ballot b on b.id = s.ballot_id where b.neighbourhood_id = $1 limit 1'),
    batch: await here('select p.id from paper_batch p join ballot b on b.id = p.ballot_id where b.neighbourhood_id = $1 limit 1'),
    ballot: await here("select id from ballot where neighbourhood_id = $1 and law = 'collection-households' limit 1"),
    draft: await site.value("select id from project where state = 'draft' limit 1"),
    doing: await site.value("select p.id from project p join neighbourhood n on n.id = p.neighbourhood_id where n.code = 'pd-shengli' and p.state = 'doing'"),
    submitted: await here("select id from project where neighbourhood_id = $1 and state = 'submitted' limit 1"),
    checkIn: await ofProject('select id from check_in where project_id = $1 limit 1'),
    shift: await ofProject('select id from shift where project_id = $1 limit 1'),
    change: await ofProject('select id from change_request where project_id = $1 limit 1'),
    upkeep: await ofProject('select id from upkeep_task where project_id = $1 order by due_day limit 1'),
    award: await ofProject("select id from award where project_id = $1 and source_kind = 'grant'"),
    householdAward: await ofProject("select id from award where project_id = $1 and source_kind = 'household'"),
    partnerAward: await ofProject("select id from award where project_id = $1 and source_kind = 'partner'"),
    tranche: await ofProject('select t.id from grant_tranche t join award a on a.id = t.award_id where a.project_id = $1 order by t.no limit 1'),
    crowdAward: await site.value('select award_id from crowd_drive limit 1'),
    goodsAward: await site.value('select award_id from goods_gift limit 1'),
    goods: await site.value('select id from goods_gift limit 1'),
    receipt: await ofProject("select r.id from receipt r join award a on a.id = r.award_id where a.project_id = $1 and a.source_kind = 'household' limit 1"),
    txn: await ofProject("select id from txn where project_id = $1 and kind = 'spend' order by at limit 1"),
    voucher: await ofProject('select v.id from voucher v join spending_request s on s.expense_id = v.expense_id where s.project_id = $1 limit 1'),
    spending: await ofProject('select id from spending_request where project_id = $1 order by asked_at desc limit 1'),
    ruling: await site.value('select id from ruling limit 1'),
    round: await site.value("select id from round where state = 'open' order by opens_on desc limit 1"),
    review: await ofProject("select r.id from review r join person p on p.id = r.reviewer_id where r.project_id = $1 and p.name = '沈若谷'"),
    consent: await here('select id from consent where neighbourhood_id = $1 limit 1'),
    consentEntry: await site.value("select id from consent_entry where channel = 'own' limit 1"),
    consentContest: await site.value('select id from consent_contest where outcome is null limit 1'),
    consentCollector: await site.value('select id from consent_collector where ended_at is null limit 1'),
    consentDevice: await site.value('select id from consent_device where revoked_at is null limit 1'),
    consentHome: await site.value("select home_id from consent_entry where channel = 'own' limit 1"),
    election: await here('select id from election where neighbourhood_id = $1 limit 1'),
    electionCandidate: await site.value('select id from election_candidate where consent is null limit 1'),
    houseRule: await here('select id from house_rule where neighbourhood_id = $1 limit 1'),
    houseRuleVersion: await site.value('select id from house_rule_version where no = 1 limit 1'),
    houseRuleClause: await site.value('select article_id from house_rule_clause where position = 2 limit 1'),
    houseRuleComment: await site.value('select id from house_rule_comment where replied_at is null limit 1'),
    bankAccount: await site.value("select id from money_account where kind = 'bank' limit 1"),
    cashBox: await site.value("select id from money_account where kind = 'cash' limit 1"),
    bankStatement: await site.value('select id from bank_statement limit 1'),
    bankRow: await site.value('select r.id from bank_row r where not exists (select 1 from bank_link l where l.row_id = r.id) order by r.day desc limit 1'),
    bankLink: await site.value('select id from bank_link limit 1'),
    cashCount: await site.value('select id from cash_count limit 1'),
    returned: await ofProject("select id from txn where project_id = $1 and kind = 'return' limit 1"),
    indexCompound: await here('select id from index_compound where neighbourhood_id = $1 limit 1'),
    indexCompoundElsewhere: await site.value("select c.id from index_compound c join neighbourhood n on n.id = c.neighbourhood_id where n.code = 'pd-shengli'"),
    indexContest: await site.value('select id from index_contest where outcome is null limit 1'),
    indexRun: await site.value('select id from index_run order by no limit 1'),
    nothing: '0190b1f0-dead-7000-8000-00000000dead',
  };
}
