import type { Page } from 'playwright'

/** What a person sees and does with quotes. Words are those of the screen. */
export const quotesPage = (page: Page) => {
  const form = page.getByRole('form', { name: 'Quote', exact: true })
  const line = (label: string, at: number) => form.getByRole('textbox', { name: `${label}, line ${at}` })
  return {
    form,
    line,
    panel: page.getByRole('complementary', { name: 'Quote' }),
    /** A row of the list by what stands in it. */
    row: (text: string) => page.getByRole('grid', { name: 'Quotes' }).getByRole('row').filter({ hasText: text }),
    importing: page.getByRole('dialog', { name: 'Import quotes' }),
    text: (label: string, value: string) => form.getByRole('textbox', { name: label, exact: true }).fill(value),
    fillLine: async (at: number, [description, quantity, price]: readonly [string, string, string]) => {
      await line('Description', at).fill(description)
      await line('Quantity', at).fill(quantity)
      await line('Price each', at).fill(price)
    },
  }
}
