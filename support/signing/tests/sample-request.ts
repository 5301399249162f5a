/** A request as core/documents freezes it, in shape; the words are of no act. */
export const REQUEST = {
  schema: 'ruqsat.request/1',
  edition: { regulation: 'sample', hash: 'cd'.repeat(32) },
  variant: 'issue',
  view: 'portal',
  form: { id: 'sample-form', language: 'kk' },
  title: 'Лицензия беру туралы өтініш',
  addressee: 'Облыс басқармасы',
  sections: [
    {
      title: 'Жалпы мәліметтер',
      fields: [
        { id: 'address', label: 'Қойма мекенжайы', value: 'Көкшетау қ., Абай к., 1', valueText: 'Көкшетау қ., Абай к., 1' },
        { id: 'capacity', label: 'Сыйымдылығы, т', value: '12000', valueText: '12 000' },
      ],
    },
  ],
  attachments: [
    {
      slot: 'deed',
      label: 'Құқық белгілейтін құжат',
      name: 'акт 1.pdf',
      mediaType: 'application/pdf',
      sizeBytes: 52341,
      sha256: 'ab'.repeat(32),
    },
  ],
  payment: { orderId: 'order-7', amountTiyn: 1852000, amountText: '18 520 теңге', paidAt: '2014-10-01T04:20:00.000Z', reference: 'REF-1' },
  statements: ['Мәліметтердің дұрыстығын растаймын.'],
  applicant: { kind: 'individual', iin: '900101400013', bin: null, name: 'Сейітова Әлия' },
  preparedAt: '2014-10-01T04:30:00.000Z',
  draftId: 'draft-1',
}
