import { ViewContext, useView } from '../../language/view.ts'
import type { Example } from '../example.ts'
import { Told } from './told.tsx'

function JustAttached() {
  const told = { at: 'plan', text: { kk: 'Файл тіркелді.', ru: 'Файл приложен.', en: 'The file is attached.' } }
  return (
    <ViewContext.Provider value={{ ...useView(), told }}>
      <Told at="plan" />
    </ViewContext.Provider>
  )
}

export const examples: readonly Example[] = [{ title: 'a file was attached here', render: () => <JustAttached /> }]
