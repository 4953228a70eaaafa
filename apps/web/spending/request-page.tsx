import type { Category, Expense, Voucher } from '#modules/books';
import type { KeptRuling } from '#modules/funds';
import {
  type MissingPapers,
  type PayingBody,
  type Project,
  type ReadingDesk,
  reasonsToRuleOn,
  type SpendingEvidence,
  type SpendingRequest,
} from '#modules/projects';
import type { FileInfo } from '#platform/files';
import {
  Actions,
  ButtonLink,
  dataTable,
  dayText,
  type DutyItem,
  type FormErrors,
  type FormValues,
  Instant,
  KeyValues,
  Layout,
  Money,
  type PageFrame,
  Reason,
  Section,
  State,
} from '../ui/index.ts';
import { categoryWords } from '../books/view.ts';
import { AfterPayment, BeforeApproval, countColumn, NextDeciders, ShortfallOf } from './request-extras.tsx';
import type { Extras } from './extras.ts';
import { WhoseTurn } from '../inbox/whose-turn.tsx';
import { AdvanceSection } from './advance-section.tsx';
import { movesText } from './moves-text.ts';
import type { MoneyMoves } from './moves-view.ts';
import { ReadingDeskView } from './reading-desk.tsx';
import { RefundSection } from './refund-section.tsx';
import { ReverseSection } from './reverse-section.tsx';
import { PapersView } from './papers-view.tsx';
import { RequestForms } from './request-forms.tsx';
import { spendingState, spendingText } from './text.ts';
import { PolicyReasonView, VerdictView } from './verdict.tsx';
import { bookText } from './voucher-book-text.ts';

/** What the visitor may do with the request now. */
export interface RequestRights {
  /** Their own request. */
  mine: boolean;
  approve: boolean;
  rule: boolean;
  withdraw: boolean;
  pay: boolean;
  voucher: boolean;
  close: boolean;
  /** May take out the voucher book. */
  bind: boolean;
  /** May say who pays for the neighbourhood. */
  payingBody: boolean;
}

/** Everything the page of one request shows. */
export interface RequestView {
  project: Project;
  request: SpendingRequest;
  names: ReadonlyMap<string, string>;
  categories: Category[];
  expense: Expense | null;
  vouchers: Voucher[];
  evidence: (SpendingEvidence & { file: FileInfo | null })[];
  missing: MissingPapers | null;
  /** Quotes, goods received, labour, notes, which voucher proves which line. */
  extras: Extras;
  /** Advances, refunds, payments undone. */
  moves: MoneyMoves;
  /** Invoices read from files. */
  desk: ReadingDesk;
  payingBody: PayingBody | null;
  rulings: KeptRuling[];
  shortfall: { lineTexts: string[]; neededFen: bigint; availableFen: bigint } | null;
  rights: RequestRights;
  turns: readonly DutyItem[];
  today: string;
  /** A form that came back: its name, errors and values. */
  back?: { form: string; errors: FormErrors; values: FormValues };
}

/** The payee has the name of who asks or of who approved. */
const payeeDecides = ({ request, names }: Pick<RequestView, 'request' | 'names'>): boolean =>
  [names.get(request.requesterId), ...request.approvals.map((approval) => approval.personName)].some((name) => name?.trim() === request.payee.trim());

/** One spending request from the question to the closed file. */
export function RequestPage({ page, view }: { page: PageFrame; view: RequestView }) {
  const { lang, base } = page;
  const t = spendingText[lang];
  const { request, project } = view;
  const state = spendingState(request.state, lang);
  const here = `${base}/spending/${request.id}`;
  return (
    <Layout
      page={page}
      title={request.item}
      crumbs={[
        { label: project.title, href: `${base}/projects/${project.id}` },
        { label: t.list, href: `${base}/projects/${project.id}/spending` },
      ]}
    >
      {view.back && (
        <Reason outcome="blocked" title={t.cannot}>
          {[...new Set(Object.values(view.back.errors))].join(' ')}
        </Reason>
      )}
      <p>
        {view.moves.open ? <State tone="wait">{movesText[lang].open}</State> : <State tone={state.tone}>{state.text}</State>}{' '}
        {view.expense && view.expense.amountFen !== request.amountFen ? (
          <>
            <b>
              {t.reallyPaid} <Money fen={view.expense.amountFen} />
            </b>{' '}
            <span class="soft">
              {t.approvedAmount} <Money fen={request.amountFen} />
            </span>
          </>
        ) : (
          <b>
            <Money fen={request.amountFen} />
          </b>
        )}
      </p>
      {payeeDecides(view) && (
        <Reason outcome="note" title={t.samePayeeTitle}>
          {t.samePayee(request.payee)}
        </Reason>
      )}
      {request.stateReason !== null && (
        <Reason outcome="blocked" title={state.text}>
          {t.reasonShown}：{request.stateReason}
        </Reason>
      )}
      <KeyValues
        items={[
          [t.no, String(request.no)],
          [t.purpose, request.why],
          [t.payee, request.payee],
          [
            t.requester,
            <>
              {view.names.get(request.requesterId) ?? ''} <Instant at={request.askedAt} />
            </>,
          ],
          [
            t.closedBy,
            request.closedBy && request.closedAt ? (
              <>
                {view.names.get(request.closedBy) ?? ''} <Instant at={request.closedAt} />
              </>
            ) : undefined,
          ],
        ]}
      />
      <Section title={t.lines}>
        {dataTable({
          rows: request.lines,
          query: {},
          lang,
          base: here,
          tools: false,
          caption: t.lines,
          columns: [
            { key: 'text', label: t.lineText, value: (row) => row.text },
            ...(request.lines.some((line) => line.unit) ? [countColumn(lang)] : []),
            { key: 'category', label: t.category, value: (row) => categoryWords(view.categories, row.category, lang) },
            { key: 'amount', label: t.amount, numeric: true, value: (row) => row.amountFen },
          ],
        })}
      </Section>
      <Section title={t.chain}>
        <ol class="plain">
          {request.chain.map((step, index) => {
            const done = request.approvals[index];
            return (
              <li>
                {step[lang]}{' '}
                {done ? (
                  <>
                    <State tone={done.decision === 'approved' ? 'good' : 'bad'}>
                      {done.decision === 'approved' ? t.chainDone(done.personName) : t.chainRefused(done.personName)}
                    </State>{' '}
                    <Instant at={done.at} style="short" /> {done.note}
                  </>
                ) : (
                  <State tone={index === request.approvals.length && request.state === 'asked' ? 'wait' : 'plain'}>{spendingState('asked', lang).text}</State>
                )}
              </li>
            );
          })}
        </ol>
        <NextDeciders view={view} />
        <ShortfallOf view={view} />
      </Section>
      <BeforeApproval view={view} here={here} />
      <ReadingDeskView page={page} view={view} here={here} />
      <AdvanceSection page={page} view={view} here={here} />
      <RequestForms page={page} view={view} here={here} />
      <RefundSection page={page} view={view} here={here} />
      <ReverseSection page={page} view={view} here={here} />
      <AfterPayment view={view} here={here} />
      <PapersView page={page} view={view} here={here} />
      {request.state === 'needs_ruling' && view.rights.rule ? (
        <Section title={t.verdict}>
          {reasonsToRuleOn(request.verdict).map((reason) => (
            <PolicyReasonView reason={reason} />
          ))}
        </Section>
      ) : (
        <VerdictView outcome={null} lines={request.verdict} title={t.verdict} />
      )}
      {view.rulings.length > 0 && (
        <Section title={t.rulings}>
          {view.rulings.map((ruling) => (
            <Reason
              outcome={ruling.decision === 'allowed' ? 'passed' : 'blocked'}
              title={ruling.decision === 'allowed' ? t.decisionAllowed : t.decisionForbidden}
              source={ruling.source}
              clause={ruling.clause}
            >
              {ruling.reason}{' '}
              <span class="soft">
                {ruling.byName} · {dayText(ruling.day, lang)}
              </span>
            </Reason>
          ))}
        </Section>
      )}
      <WhoseTurn items={view.turns} />
      <Actions>
        <ButtonLink kind="quiet" href={`${here}/slip.pdf`} word>
          {t.slip}
        </ButtonLink>
        {view.rights.bind && view.vouchers.length > 0 && (
          <ButtonLink kind="quiet" href={`${here}/voucher-book.pdf`} word>
            {bookText[lang].title}
          </ButtonLink>
        )}
        <ButtonLink kind="quiet" href={`${base}/projects/${project.id}/account`}>
          {t.account}
        </ButtonLink>
      </Actions>
    </Layout>
  );
}
