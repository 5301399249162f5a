import {
  Button,
  ButtonGroup,
  Checkboxes,
  DateInput,
  ErrorMessage,
  ErrorSummary,
  Fieldset,
  FileUpload,
  Form,
  LinkButton,
  Radios,
  Select,
  TextInput,
  Textarea,
} from '../index.ts'
import texts from '../texts.yaml'

const options = [
  { value: 'aktobe', text: texts.selectExamples.options.aktobeRegion },
  { value: 'almaty', text: texts.selectExamples.options.almatyRegion },
  { value: 'turkistan', text: texts.selectExamples.options.southKazakhstanRegion },
]

export const FORMS = {
  button: {
    primary: () => <Button text={texts.examples.continue} />,
    'a group of all kinds': () => (
      <ButtonGroup>
        <Button text={texts.examples.sign} />
        <Button kind="secondary" text={texts.examples.saveAndGoOnLater} />
        <Button kind="warning" text={texts.examples.deleteTheRequest} />
        <Button kind="quiet" text={texts.examples.cancel} hiddenText={texts.examples.theRequest} />
      </ButtonGroup>
    ),
    disabled: () => <Button disabled text={texts.examples.send} />,
  },
  checkboxes: {
    'two chosen of three': () => (
      <Checkboxes
        name="notify"
        legend={texts.checkboxesExamples.howShallWeTellYou}
        values={['sms', 'cabinet']}
        options={[
          { value: 'sms', text: texts.checkboxesExamples.sms },
          { value: 'mail', text: texts.checkboxesExamples.eMail },
          {
            value: 'cabinet',
            text: texts.checkboxesExamples.cabinet,
            hint: texts.checkboxesExamples.betterLeftOn,
          },
        ]}
      />
    ),
  },
  'date-input': {
    'with a hint': () => (
      <DateInput name="issued" legend={texts.dateInputExamples.legend} hint={texts.dateInputExamples.forExample2752014} />
    ),
    'with an error': () => (
      <DateInput
        name="issued-wrong"
        legend={texts.dateInputExamples.legend}
        value={{ day: '31', month: '2', year: '2014' }}
        error={texts.dateInputExamples.thereIsNoSuchDay}
      />
    ),
  },
  'error-message': {
    'a message': () => <ErrorMessage text={texts.errorMessageExamples.enterTheName} />,
  },
  'error-summary': {
    'with the field it leads to': () => (
      <>
        <ErrorSummary errors={[{ field: 'firm', text: texts.errorSummaryExamples.empty }, texts.errorSummaryExamples.page]} />
        <TextInput name="firm" label={texts.errorSummaryExamples.nameOfTheFirm} error={texts.errorSummaryExamples.empty} />
      </>
    ),
  },
  fieldset: {
    'a section of a form': () => (
      <Fieldset size="section" legend={texts.fieldsetExamples.address}>
        <TextInput name="town" label={texts.fieldsetExamples.townOrVillage} />
        <TextInput name="street" label={texts.fieldsetExamples.streetAndHouse} />
      </Fieldset>
    ),
  },
  'file-upload': {
    'with a hint': () => (
      <FileUpload
        name="document"
        accept=".pdf,.jpg,.jpeg,.png"
        label={texts.fileUploadExamples.copyOfTheDocument}
        hint={texts.fileUploadExamples.pdfJpegOrPngUp}
      />
    ),
    'with an error': () => (
      <FileUpload name="document-wrong" label={texts.fileUploadExamples.copy} error={texts.fileUploadExamples.thisFileIsNotA} />
    ),
  },
  form: {
    'a form that acts once': () => (
      <Form action="#" once>
        <TextInput name="number" label={texts.formExamples.requestNumber} width={20} />
        <Button text={texts.formExamples.find} />
      </Form>
    ),
  },
  'link-button': {
    start: () => <LinkButton kind="start" href="#start" text={texts.linkButtonExamples.applyNow} />,
    secondary: () => <LinkButton kind="secondary" href="#print" text={texts.linkButtonExamples.openTheReceipt} />,
  },
  radios: {
    'with hints and fields of a choice': () => (
      <Radios
        name="who"
        legend={texts.radiosExamples.whoApplies}
        value="representative"
        options={[
          { value: 'self', text: texts.radiosExamples.iMyself },
          {
            value: 'representative',
            text: texts.radiosExamples.aRepresentative,
            hint: texts.radiosExamples.aPowerOfAttorneyCertified,
            more: <TextInput name="power" width={20} label={texts.radiosExamples.numberOfThePowerOf} />,
          },
          { value: 'nobody', text: texts.radiosExamples.notAvailableNow, disabled: true },
        ]}
      />
    ),
    'inline, with an error': () => (
      <Radios
        inline
        name="agree"
        legend={texts.radiosExamples.doYouAgree}
        error={texts.radiosExamples.chooseOne}
        options={[
          { value: 'yes', text: texts.radiosExamples.yes },
          { value: 'no', text: texts.radiosExamples.no },
        ]}
      />
    ),
  },
  select: {
    chosen: () => <Select name="region" label={texts.selectExamples.label} options={options} value="almaty" />,
    'with an error': () => (
      <Select name="region-empty" label={texts.selectExamples.label} options={options} error={texts.selectExamples.chooseARegion} />
    ),
  },
  'text-input': {
    'with a hint': () => (
      <TextInput
        name="iin"
        label={texts.textInputExamples.iin}
        width={12}
        inputmode="numeric"
        autocomplete="username"
        hint={texts.textInputExamples['12DigitsAsOnThe']}
      />
    ),
    'with an error': () => (
      <TextInput
        name="iin-wrong"
        label={texts.textInputExamples.iin}
        width={12}
        inputmode="numeric"
        value="871231300123"
        error={texts.textInputExamples.theCheckDigitDoesNot}
      />
    ),
    password: () => (
      <TextInput name="password" type="password" autocomplete="current-password" width={20} label={texts.textInputExamples.password} />
    ),
    'with a suffix, optional': () => (
      <TextInput
        name="capacity"
        width={8}
        inputmode="decimal"
        optional
        suffix={texts.textInputExamples.tonnes}
        label={texts.textInputExamples.capacityTonnes}
      />
    ),
  },
  textarea: {
    'with a hint and text': () => (
      <Textarea
        name="reason"
        label={texts.textareaExamples.reasonForReturningIt}
        hint={texts.textareaExamples.sayWhatTheOfficerMust}
        value="Үшінші тармақта құжаттың күні көрсетілмеген."
      />
    ),
    'with an error': () => (
      <Textarea name="reason-empty" label={texts.textareaExamples.reason} error={texts.textareaExamples.writeTheReason} />
    ),
  },
}
