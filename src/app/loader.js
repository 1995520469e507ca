((script, wasm) => {
  const parents = [];
  const walk = async (node, module) => {
    const isIsland = node.localName === "leptos-island";
    const isChildren = node.localName === "leptos-children";
    if (isIsland) {
      parents.at(-1)?.();
      await module[node.dataset.component]?.(node);
    }
    if (isChildren) parents.push(node.$$on_hydrate);
    for (const child of node.children) await walk(child, module);
    if (isChildren) parents.pop();
  };
  const start = async () => {
    const module = await import(script);
    await module.default({ module_or_path: wasm });
    module.hydrate();
    await walk(document.body, module);
    document.documentElement.dataset.islands = "ready";
  };
  "requestIdleCallback" in window ? requestIdleCallback(start, { timeout: 1000 }) : start();
})
