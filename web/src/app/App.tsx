export function App() {
  return <main>Legwise</main>;
}
