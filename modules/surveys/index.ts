/** Surveys: a sample drawn from the roll, answers by phone, paper or oneself, figures by group, never by person. */
export { answerByCode, issueSurveyCodes } from './answer-by-code.ts';
export { answerSurvey, closeSurvey, enterCounts, openSurvey, openSurveyIn, type SurveyError } from './hold-survey.ts';
export { surveyPermissions } from './permissions.ts';
export { countsOf, findSurvey, listSurveys, type Member, membersOf, questionsOf, sheetsOf } from './store.ts';
export { type Channel, channels, leastShown, type Question, readCounts, readQuestions, smallGroups, type Survey, tableOf, tableOfCounts } from './survey.ts';
