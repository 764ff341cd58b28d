"""What the pages share that needs Streamlit."""
