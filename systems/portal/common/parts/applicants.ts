import type { ApplicantKind } from '@ruqsat/law'
import type { LocalText } from '@ruqsat/foundation'
import { local } from '@ruqsat/web'

/** Who may apply, in words. */
export const APPLICANTS: Readonly<Record<ApplicantKind, LocalText>> = {
  individual: local(
    'Жеке тұлға, оның ішінде жеке кәсіпкер',
    'Физическое лицо, в том числе индивидуальный предприниматель',
    'An individual, sole traders included',
  ),
  legalEntity: local('Заңды тұлға', 'Юридическое лицо', 'A legal entity'),
}
