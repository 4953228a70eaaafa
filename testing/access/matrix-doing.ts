import { committee, everyone, type Line, line, office } from './matrix-lines.ts';
import type { Player } from './whole-site.ts';

const planners: readonly Player[] = ['secretary', 'director', 'supervisor'];
/** Those who may read the inner papers of 蔡路's projects. */
const insiders: readonly Player[] = ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor', 'reviewer', 'admin'];

/** The works: plan, what is stuck, watch, visits, mid-term, changes, stopped works. 楼道亮起来 is long finished: whoever may is told that it is. */
export const doingWorks: Line[] = [
  ...['plan', 'stuck', 'rota', 'mid-term'].map((what) => line(`GET /projects/:id/${what}`, `/projects/{project}/${what}`, everyone)),
  ...['plan', 'rota'].map((what) => line(`GET /projects/:id/${what}.pdf`, `/projects/{project}/${what}.pdf`, everyone)),
  // Nobody has reported at mid-term there: for everybody it is not there.
  line('GET /projects/:id/mid-term.pdf', '/projects/{project}/mid-term.pdf', [], { hidden: true }),
  line('GET /projects/:id/check-ins.pdf', '/projects/{project}/check-ins.pdf', insiders),
  line('GET /stuck', '/stuck', everyone),
  line('GET /projects/:id/stopped', '/projects/{project}/stopped', [], { hidden: true }),
  line('POST /projects/:id/plan/start', '/projects/{project}/plan/start', planners),
  line('GET /projects/:id/tasks/new', '/projects/{project}/tasks/new', planners),
  line('POST /projects/:id/tasks/new', '/projects/{project}/tasks/new', planners, {
    attack: { title: '拆灯', shows: '照片', fromDay: '2026-12-01', toDay: '2026-12-02' },
  }),
  line('GET /projects/:id/tasks/:one', '/projects/{doing}/tasks/{task}', ['secretaryElsewhere'], { elsewhere: true }),
  line('POST /projects/:id/tasks/:one', '/projects/{doing}/tasks/{task}', ['secretaryElsewhere'], {
    elsewhere: true,
    attack: { title: '拆灯', shows: '照片', fromDay: '2026-12-01', toDay: '2026-12-02' },
  }),
  line('POST /projects/:id/tasks/:one/drop', '/projects/{doing}/tasks/{task}/drop', ['secretaryElsewhere'], { elsewhere: true, attack: { reason: '不要了' } }),
  line('POST /projects/:id/tasks/:one/note', '/projects/{doing}/tasks/{task}/note', ['secretaryElsewhere'], { attack: { percent: '100', note: '做完了' } }),
  line('POST /projects/:id/stuck', '/projects/{doing}/stuck', ['secretaryElsewhere'], { attack: { what: '卡', sinceDay: '2026-01-01', tried: '试过' } }),
  line('POST /projects/:id/stuck/:one', '/projects/{doing}/stuck/{stuckThing}', ['secretaryElsewhere'], {
    fields: { move: 'solve' },
    attack: { text: '解决了' },
  }),
  line('POST /projects/:id/rota/:one', '/projects/{doing}/rota/{rotaNeed}', ['secretaryElsewhere'], { once: true }),
  // Only who has the watch asks to swap it, and only who is asked answers.
  line('POST /projects/:id/shifts/:one/swap', '/projects/{project}/shifts/{shift}/swap', [], { attack: { with: '{nothing}', reason: '有事' } }),
  line('POST /projects/:id/swaps/:one', '/projects/{project}/swaps/{nothing}', [], { attack: { answer: 'accepted' } }),
  line('POST /projects/:id/wanted', '/projects/{project}/wanted', planners, {
    attack: { day: '2030-01-01', days: '1', heads: '1', slot: 'day', place: '楼道' },
  }),
  line('POST /projects/:id/wanted/:one/cancel', '/projects/{doing}/wanted/{rotaNeed}/cancel', ['secretaryElsewhere'], { elsewhere: true }),
  line('POST /projects/:id/works-place', '/projects/{project}/works-place', planners, { attack: { lat: '31.2', lng: '121.5', asked: 'yes' } }),
  line('POST /projects/:id/check-ins/:one/correct', '/projects/{project}/check-ins/{checkIn}/correct', committee, { attack: { body: '没看到', reason: '错' } }),
  line('GET /projects/:id/visits', '/projects/{project}/visits', insiders),
  line('POST /projects/:id/visits', '/projects/{project}/visits', office, {
    attack: { kind: 'visit', plannedDay: '2030-01-01', purpose: '看', visitorId: '{nothing}' },
  }),
  line('POST /projects/:id/visits/:one/cancel', '/projects/{doing}/visits/{visit}/cancel', office, { attack: { reason: '不去' } }),
  line('POST /projects/:id/visits/:one/record', '/projects/{doing}/visits/{visit}/record', [...office, 'reviewer'], {
    attack: { day: '2026-01-01', seen: '看了' },
  }),
  line('POST /projects/:id/visits/:one/findings/:finding', '/projects/{doing}/visits/{visit}/findings/{finding}', ['secretaryElsewhere'], {
    fields: { move: 'answer' },
    attack: { text: '好了' },
  }),
  line('POST /projects/:id/mid-term', '/projects/{project}/mid-term', committee, { attack: { progress: '好', nextSteps: '好' } }),
  line('POST /projects/:id/mid-term/rubric', '/projects/{project}/mid-term/rubric', office, { attack: { rubric: '进度:100', why: '定' } }),
  line('POST /projects/:id/mid-term/:one', '/projects/{project}/mid-term/{nothing}', ['officer', 'head', 'reviewer', 'auditor'], {
    attack: { result: 'passed', reason: '好' },
  }),
  line('POST /projects/:id/stopped', '/projects/{project}/stopped', [...committee, ...office], { attack: { done: '做了', undone: '没做' } }),
  line('POST /projects/:id/stopped/:no', '/projects/{project}/stopped/1', [], { attack: { day: '2026-01-01' } }),
];
