import {
  Button,
  Caption,
  Card,
  Details,
  DueDate,
  InsetText,
  Money,
  Notification,
  Panel,
  PhaseBanner,
  SourceNote,
  StatusTag,
  Told,
  WarningText,
} from '../index.ts'
import { useView, ViewContext } from '../../language/view.ts'
import texts from '../texts.yaml'

export const TEXTS = {
  caption: {
    'a service and its variant': () => (
      <Caption texts={[texts.captionExamples.nameOfTheService, texts.captionExamples.issueOfTheLicence]} />
    ),
  },
  card: {
    'with a tag': () => (
      <Card id="ownership" title={texts.cardExamples.title} tag={{ kind: 'warning', text: texts.cardExamples.required }}>
        <Button text={texts.cardExamples.attach} kind="secondary" />
      </Card>
    ),
    'something is to be corrected': () => (
      <Card id="charter" title={texts.cardExamples.charter} attention>
        <Button text={texts.cardExamples.attach} kind="secondary" />
      </Card>
    ),
  },
  details: {
    closed: () => (
      <Details summary={texts.detailsExamples.summary}>
        <p>{texts.detailsExamples.theKeyStaysInThis}</p>
      </Details>
    ),
    open: () => (
      <Details summary={texts.detailsExamples.summary} open>
        <p>{texts.detailsExamples.theKeyStaysInThis}</p>
      </Details>
    ),
  },
  'due-date': {
    'open, with its derivation': () => (
      <DueDate
        date="2014-10-06"
        time="18:30"
        state="soon"
        open
        rule={texts.dueDateExamples['2WorkingDays']}
        source={{ act: 'act', item: '5', certainty: 'stated' }}
        sourceLabel={texts.dueDateExamples.regulationParagraph5}
        start={texts.dueDateExamples['2October20140940']}
        lines={[
          {
            text: texts.dueDateExamples['3OctoberFriday'],
            counted: true,
            reason: texts.dueDateExamples.day1,
          },
          {
            text: texts.dueDateExamples['4OctoberSaturday'],
            counted: false,
            reason: texts.dueDateExamples.dayOff,
          },
          {
            text: texts.dueDateExamples['5OctoberSunday'],
            counted: false,
            reason: texts.dueDateExamples.dayOff,
          },
          {
            text: texts.dueDateExamples['6OctoberMonday'],
            counted: true,
            reason: texts.dueDateExamples.day2EndOfThe,
          },
        ]}
        calendar={texts.dueDateExamples.kazakhstan2014}
      />
    ),
    'derived, closed': () => <DueDate date="2014-10-17" derived state="late" rule={texts.dueDateExamples.sumOfTheSteps} />,
  },
  'inset-text': {
    'a note': () => <InsetText text={texts.insetTextExamples.ifYouApplyTodayThe} />,
  },
  money: {
    tenge: () => (
      <p>
        <Money amountTiyn={1_852_000} />
      </p>
    ),
    'with tiyn': () => (
      <p>
        <Money amountTiyn={1_852_050} />
      </p>
    ),
  },
  notification: {
    success: () => <Notification kind="success" text={texts.notificationExamples.yourDraftIsSaved} />,
    information: () => <Notification text={texts.notificationExamples.theBankIsConfirmingThe} />,
    important: () => <Notification kind="important" text={texts.notificationExamples.theServiceThatChecksCertificates} />,
  },
  panel: {
    'a confirmation': () => (
      <Panel title={texts.panelExamples.yourRequestIsReceived}>
        <p class="number">2014-000017</p>
      </Panel>
    ),
  },
  'phase-banner': {
    'a banner': () => <PhaseBanner tag={texts.phaseBannerExamples.trial} text={texts.phaseBannerExamples.documentsHereHaveNoLegal} />,
  },
  'source-note': {
    stated: () => (
      <p>
        <SourceNote source={{ act: 'act', item: '5', certainty: 'stated' }} label={texts.sourceNoteExamples.label} href="#act" />
      </p>
    ),
    'found elsewhere': () => (
      <p>
        <SourceNote source={{ act: 'law', item: '35', certainty: 'found' }} label={texts.sourceNoteExamples.label} />
      </p>
    ),
    assumed: () => (
      <p>
        <SourceNote source={{ act: 'standard', item: '10', certainty: 'assumed' }} label={texts.sourceNoteExamples.label} />
      </p>
    ),
  },
  'status-tag': {
    'all kinds': () => (
      <p>
        <StatusTag text={texts.statusTagExamples.draft} /> <StatusTag kind="information" text={texts.statusTagExamples.registered} />{' '}
        <StatusTag kind="success" text={texts.statusTagExamples.issued} />{' '}
        <StatusTag kind="warning" text={texts.statusTagExamples.dueSoon} />{' '}
        <StatusTag kind="danger" text={texts.statusTagExamples.refused} />
      </p>
    ),
  },
  told: {
    'a file was attached here': () => (
      <ViewContext.Provider value={{ ...useView(), told: { at: 'plan', text: texts.toldExamples.told.text } }}>
        <Told at="plan" />
      </ViewContext.Provider>
    ),
  },
  'warning-text': {
    'a warning': () => <WarningText text={texts.warningTextExamples.ifTheRequestIsRefused} />,
  },
}
