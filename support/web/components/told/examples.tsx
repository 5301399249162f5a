import { ViewContext, useView } from '../../language/view.ts'
import type { Example } from '../example.ts'
import { Told } from './told.tsx'
import texts from '../texts.yaml'

function JustAttached() {
  const told = { at: 'plan', text: texts.toldExamples.told.text }
  return (
    <ViewContext.Provider value={{ ...useView(), told }}>
      <Told at="plan" />
    </ViewContext.Provider>
  )
}

export const examples: readonly Example[] = [{ title: 'a file was attached here', render: () => <JustAttached /> }]
