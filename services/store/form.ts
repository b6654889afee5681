/** How values are written as JSON texts, and read from them. */
export interface Form<Value> {
  encode(value: Value): string;
  decode(text: string): Value;
}
